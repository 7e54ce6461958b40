import type { FindingBase } from './findings.ts';
import type { LensName } from './lens.ts';

/** At which layer each word that the model writes is settled, while it is fed its own answers. */
export interface RecursionFinding extends FindingBase<'recursion'> {
  readonly form: 'chat' | 'continuation';
  readonly lens: LensName;
  readonly layers: number;
  readonly passes: readonly RecursionPass[];
  /** The layer by which all are to have settled: asked for, or that by which nine of ten words of pass 1 have. */
  readonly target: { readonly layer: number | null; readonly from: 'auto' | 'given' };
  /** The first pass, from 1, of which every word has settled by the target; null: never. */
  readonly synced: number | null;
  /** From `synced` on every later pass has, too. */
  readonly stays: boolean;
  readonly ended: 'all' | 'silence';
  readonly sampling: { readonly temperature: number; readonly seed: number; readonly maxTokens: number };
}

export interface RecursionPass {
  readonly text: string;
  readonly tokens: readonly {
    readonly id: number;
    readonly text: string;
    /** Earliest layer from which the model's own answer there leads for good; null: only the last state has it. */
    readonly layer: number | null;
    /** The written token is that answer. */
    readonly own: boolean;
  }[];
  /** The layer at which all of them have settled; null where one never does before the last state. */
  readonly all: number | null;
  /** Median of their layers, one that only the last state has counting as the last layer. */
  readonly median: number;
  /** Share settled by the target, 0 to 1. */
  readonly settled: number;
}
