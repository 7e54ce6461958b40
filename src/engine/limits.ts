import { memoryOfMachine } from './memory.ts';
import type { RunLimits } from './runner-over.ts';
import type { TurnLimits } from './turns.ts';

/** What a runner takes on, in one place, for both of its forms. */
export interface RunnerLimits extends TurnLimits, RunLimits {}

/** A quarter of the machine for one run (at most 4 GB), a sixteenth for traces (at most 512 MB). */
export function defaultLimits(): RunnerLimits {
  const memory = memoryOfMachine();
  return {
    maxQueue: 32,
    deadlineMs: 120_000,
    maxRunBytes: Math.min(4e9, memory / 4),
    traceCacheBytes: Math.min(512e6, memory / 16),
  };
}
