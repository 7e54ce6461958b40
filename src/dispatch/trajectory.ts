import { limitsAt, overOf, tripsOf } from '../analysis/collapse.ts';
import type { TrajectoryFinding, TrajectoryPass } from '../analysis/trajectory-finding.ts';
import { falsePositivesOf } from './collapse-rates.ts';
import type { Ask } from './command.ts';
import type { Fed } from './self-feeding.ts';

/** Degree of collapse at which a measure trips, where nothing else is said. */
export const USUAL_DEGREE = 0.7;

/** A text and its measures, before they are held against limits. */
export type Measured = Omit<TrajectoryPass, 'over'>;
type Limits = TrajectoryFinding['limits'];

export const asPasses = (fed: readonly Fed[]): Measured[] =>
  fed.map(({ text, ids, measures }) => ({ text, tokens: ids.length, measures }));

/** Passes with the measures that are at their limit. */
export const held = <Pass extends Measured>(
  passes: readonly Pass[],
  limits: Limits,
): (Pass & Pick<TrajectoryPass, 'over'>)[] =>
  passes.map((pass) => ({ ...pass, over: overOf(pass.measures, limits) }));

/** What is the same of every trajectory, however its texts came to be. */
export function trajectory(
  { model }: Pick<Ask, 'model'>,
  {
    degree,
    passes,
    limits = limitsAt(degree),
    ...given
  }: Pick<TrajectoryFinding, 'source' | 'form' | 'asked' | 'degree' | 'ended' | 'sampling' | 'caveats'> & {
    readonly passes: readonly Measured[];
    /** Other ones than those of the degree. */
    readonly limits?: Limits;
  },
): TrajectoryFinding {
  const trips = tripsOf(passes, limits);
  const falsePositives = falsePositivesOf(model.name, limits);
  return {
    kind: 'trajectory',
    method:
      'seq-rep-4 (Welleck 1908.04319), distinct-2 (Li 1510.03055), mean next-token entropy; cosine of final states and KL of next-token distributions against the text before; period-2 likeness',
    unit: 'shares 0 to 1; entropy and KL in nats; cosine −1 to 1',
    control:
      falsePositives === null
        ? 'none: how often each measure trips on ordinary text was not measured for this model'
        : `the same measures on ${falsePositives.texts} ordinary passages and their shuffles`,
    ...given,
    passes: held(passes, limits),
    degree,
    limits,
    trips,
    tripped: trips[0] ?? null,
    guard: null,
    falsePositives,
  };
}
