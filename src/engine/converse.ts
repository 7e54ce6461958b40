import type { Token } from '../kernel/ids.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { cancelled } from './errors.ts';
import { lossOf, type WorkerEnd } from './loss.ts';
import { watchMemory } from './memory-watch.ts';
import type { FromWorker } from './protocol.ts';
import type { Thread } from './thread.ts';
import { fromWire } from './wire-error.ts';

export type ConverseOptions = CallOptions & { readonly onToken?: (row: number, token: Token) => void };

export interface ConverseLimits {
  /** How long a cancelled run, or a close, may take before the thread is ended by force. */
  readonly graceMs: number;
  /** Bytes the whole process may hold while a run is on. */
  readonly maxProcessBytes: number;
}

/**
 * Listens to a thread until it has answered call `id`. The thread keeps the process alive as long
 * as that takes, and no longer.
 *
 * @param ask  posts the call, once listening
 * @throws {EngineError} `worker-lost`, `out-of-memory` when the thread ends first; the thread's own errors
 */
export function converse<Answer>(
  thread: Thread,
  id: number,
  ask: () => void,
  { signal, onProgress, onToken }: ConverseOptions,
  { graceMs, maxProcessBytes }: ConverseLimits,
): Promise<Answer> {
  const { worker } = thread;
  return new Promise((resolve, reject) => {
    let grace: NodeJS.Timeout | undefined;
    let refused: { readonly by: unknown } | undefined; // a listener of the caller that threw

    const tell = (listener: () => void) => {
      try {
        if (refused === undefined) listener();
      } catch (error) {
        refused = { by: error };
        stop();
      }
    };
    const stop = () => {
      thread.post({ type: 'cancel', id });
      grace ??= setTimeout(() => thread.kill(), graceMs);
    };
    const onMessage = (message: FromWorker<Answer>) => {
      if (message.id !== id) return;
      if (message.type === 'progress') return tell(() => onProgress?.(message.progress));
      if (message.type === 'token') return tell(() => onToken?.(message.row, message.token));
      finish();
      if (refused !== undefined) reject(refused.by);
      else if (message.type === 'answer') resolve(message.answer);
      else reject(fromWire(message.error));
    };
    const onExit = () => fail(thread.end() ?? { code: 0 });
    const fail = (end: WorkerEnd) => {
      finish();
      reject(grace === undefined ? lossOf(end) : cancelled()); // ended by us: nothing was lost
    };
    const unwatch = watchMemory(maxProcessBytes, (how) => thread.kill(how));
    const finish = () => {
      unwatch();
      clearTimeout(grace);
      signal?.removeEventListener('abort', stop);
      worker.off('message', onMessage).off('exit', onExit).unref();
    };

    worker.ref();
    worker.on('message', onMessage).on('exit', onExit);
    signal?.addEventListener('abort', stop);
    ask();
    const end = thread.end();
    if (end !== undefined) fail(end);
    else if (signal?.aborted) stop();
  });
}
