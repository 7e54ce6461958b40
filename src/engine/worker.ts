import { parentPort, workerData } from 'node:worker_threads';
import { giveWay } from '../kernel/give-way.ts';
import type { OnProgress } from '../kernel/progress.ts';
import { closed } from './errors.ts';
import { buffersOf } from './ownership.ts';
import { perform } from './perform.ts';
import {
  type Call,
  type FromWorker,
  LOADING,
  type Loader,
  type ToWorker,
  type WorkerStart,
} from './protocol.ts';
import type { Runner } from './runner.ts';
import { runnerOver } from './runner-over.ts';
import { toWire } from './wire-error.ts';

/**
 * The thread that owns the session: loads the model, then answers calls. The other side sends one
 * at a time; a cancel is heard where the run gives way, between tokens and between parts.
 */
giveWay();
const start: WorkerStart = workerData;
const running = new Map<number, AbortController>();
let runner: Runner | undefined;

void answer(LOADING, async (signal) => {
  const module: { readonly load: Loader<unknown> } = await import(start.loader);
  runner = runnerOver(
    await module.load(start.data, { signal, onProgress: progressOf(LOADING) }),
    start.limits,
  );
  return runner.facts();
});

parentPort?.on('message', (message: ToWorker) => {
  if (message.type === 'call') void answer(message.id, (signal) => serve(message.id, message.call, signal));
  else if (message.type === 'cancel') running.get(message.id)?.abort();
  else void close();
});

async function answer<Answer>(id: number, work: (signal: AbortSignal) => Promise<Answer>): Promise<void> {
  const stop = new AbortController();
  running.set(id, stop);
  try {
    const result = await work(stop.signal);
    send({ type: 'answer', id, answer: result }, [...buffersOf(result)]);
  } catch (error) {
    send({ type: 'failed', id, error: toWire(error) });
  } finally {
    running.delete(id);
  }
}

async function serve(id: number, call: Call, signal: AbortSignal) {
  if (runner === undefined) throw closed();
  return perform(runner, call, {
    signal,
    onProgress: progressOf(id),
    onToken: (row, token) => send({ type: 'token', id, row, token }),
  });
}

const progressOf =
  (id: number): OnProgress =>
  (progress) =>
    send({ type: 'progress', id, progress });

/**
 * Arrays are handed over, not copied. Memory that a runtime will not have handed over is copied: Node 20
 * does so by itself, later ones throw.
 */
function send<Answer>(message: FromWorker<Answer>, transfer: readonly ArrayBuffer[] = []): void {
  try {
    parentPort?.postMessage(message, transfer);
  } catch (error) {
    if (transfer.length === 0) throw error;
    parentPort?.postMessage(message);
  }
}

async function close(): Promise<void> {
  try {
    await runner?.close();
  } finally {
    process.exit(0); // this thread only; whatever the model left open ends with it
  }
}
