import type { AttentionFigure } from './attention-figure.ts';
import type { AttributionFigure } from './attribution-figure.ts';
import type { ComparisonFigure } from './comparison-figure.ts';
import type { FactsFigure } from './facts-figure.ts';
import type { ForkFigure } from './fork-figure.ts';
import type { HeadFigure } from './head-figure.ts';
import type { LensFigure } from './lens-figure.ts';
import type { RecursionFigure } from './recursion-figure.ts';
import type { ResidueFigure } from './residue-figure.ts';
import type { RolesFigure } from './roles-figure.ts';
import type { SamplesFigure } from './samples-figure.ts';
import type { ScaffoldFigure } from './scaffold-figure.ts';
import type { SelfFigure } from './self-figure.ts';
import type { SessionFigure } from './session-figure.ts';
import type { TimelineFigure } from './timeline-figure.ts';
import type { TrajectoryFigure } from './trajectory-figure.ts';
import type { UncertaintyFigure } from './uncertainty-figure.ts';
import type { WebFigure } from './web-figure.ts';
import type { WritesFigure } from './writes-figure.ts';

/** Everything that can be shown. A new kind adds its type here and its drawing in `renderers/`. */
export type Figure =
  | AttributionFigure
  | AttentionFigure
  | WritesFigure
  | LensFigure
  | FactsFigure
  | HeadFigure
  | ForkFigure
  | ComparisonFigure
  | ResidueFigure
  | RolesFigure
  | SelfFigure
  | TimelineFigure
  | SamplesFigure
  | UncertaintyFigure
  | RecursionFigure
  | TrajectoryFigure
  | SessionFigure
  | WebFigure
  | ScaffoldFigure;
