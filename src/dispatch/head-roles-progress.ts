import type { CallOptions } from '../kernel/progress.ts';

/** Says how far a long measurement is, and ends it where it was cancelled. */
export function tick({ signal, onProgress }: CallOptions, step: string, done: number, total: number): void {
  signal?.throwIfAborted();
  onProgress?.({ step, done, total, unit: 'steps' });
}
