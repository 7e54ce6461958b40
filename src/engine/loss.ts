import { type EngineError, outOfMemory, workerLost } from './errors.ts';

/** What is known of a worker's end: why we ended it, what it threw, its exit code. */
export interface WorkerEnd {
  readonly code: number;
  readonly thrown?: unknown;
  /** Set when we ended it ourselves because of its memory. */
  readonly memory?: string;
}

export function lossOf({ code, thrown, memory }: WorkerEnd): EngineError {
  if (memory !== undefined) return outOfMemory(memory);
  if (!(thrown instanceof Error)) return workerLost(`it ended with exit code ${code}`);
  if ('code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return outOfMemory("the thread's JavaScript heap was full", thrown);
  return workerLost('it threw', thrown);
}
