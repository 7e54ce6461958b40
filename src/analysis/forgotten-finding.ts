import type { FindingBase } from './findings.ts';

/** What is remembered of a channel, a thread or a person, and whether it was deleted. */
export interface ForgottenFinding extends FindingBase<'forgotten'> {
  readonly what: 'channel' | 'thread' | 'me';
  readonly there: MemoryCounts;
  /** Keys of the store; null while nothing was deleted. */
  readonly deleted: number | null;
  /** Keys that reading everything once more found; 0 when it is done. */
  readonly left: number | null;
}

export interface MemoryCounts {
  readonly sessions: number;
  /** Remembered answers. */
  readonly turns: number;
  /** Messages, commands and pressed buttons. */
  readonly events: number;
  /** Who takes or took part; of a person's own memory 1 or 0. */
  readonly people: number;
  readonly limits: number;
  /** Guards against collapse; absent where there are none. */
  readonly guards?: number;
  /** Absent where there is none. */
  readonly anchors?: number;
}
