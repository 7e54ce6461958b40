import { setImmediate as loopTurn } from 'node:timers/promises';

/** Lets a test hold a run in any thread, know that it is held, and let it go. Plain shared memory. */
export type Gate = Int32Array<SharedArrayBuffer>;

const ENTERED = 0;
const OPEN = 1;

export const createGate = (): Gate => new Int32Array(new SharedArrayBuffer(8));

export function open(gate: Gate): void {
  Atomics.store(gate, OPEN, 1);
  Atomics.notify(gate, OPEN);
}

/** Resolves when so many runs have come to the gate, since it was made. */
export async function entered(gate: Gate, runs: number): Promise<void> {
  while (Atomics.load(gate, ENTERED) < runs) await loopTurn();
}

/** Holds the whole thread, as a native run does: for workers. */
export function holdThread(gate: Gate): void {
  Atomics.add(gate, ENTERED, 1);
  Atomics.wait(gate, OPEN, 0);
}

/** Holds the run only: for the test's own thread. */
export async function holdRun(gate: Gate): Promise<void> {
  Atomics.add(gate, ENTERED, 1);
  while (Atomics.load(gate, OPEN) === 0) await loopTurn();
}

/** Holds the runs that come from now on. */
export const shut = (gate: Gate): void => void Atomics.store(gate, OPEN, 0);

/** How many runs have come to the gate, since it was made. */
export const arrivals = (gate: Gate): number => Atomics.load(gate, ENTERED);
