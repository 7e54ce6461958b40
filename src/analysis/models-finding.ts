import type { FindingBase } from './findings.ts';

/** Which model a thread asks, and which it may. */
export interface ModelsFinding extends FindingBase<'models'> {
  /** What the thread chose; null: it asks the usual one. */
  readonly chosen: string | null;
  /** What is asked where nothing was chosen; null: found by itself. */
  readonly usual: string | null;
  /** It was chosen just now. */
  readonly changed: boolean;
  readonly choices: readonly {
    readonly name: string;
    /** On this machine already. */
    readonly present: boolean;
    readonly about: string;
  }[];
}
