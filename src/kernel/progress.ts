/** What a long step says while it works. `done`/`total` in the unit named; total unknown while undefined. */
export interface Progress {
  readonly step: string;
  readonly done: number;
  readonly total?: number;
  readonly unit: 'bytes' | 'tokens' | 'steps';
  /** Since this was said first, where it is said again because it still goes on. */
  readonly seconds?: number;
}

export type OnProgress = (progress: Progress) => void;

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** Milliseconds, waiting and running together, after which the caller is answered with an error. */
  readonly deadlineMs?: number;
}
