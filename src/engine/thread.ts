import { Worker } from 'node:worker_threads';
import type { WorkerEnd } from './loss.ts';
import type { CallName, ToWorker, WorkerStart } from './protocol.ts';

const BOOT = new URL('./worker-boot.mjs', import.meta.url);

/** A worker thread and what becomes of it. */
export interface Thread {
  readonly worker: Worker;
  /** Undefined while it lives. */
  end(): WorkerEnd | undefined;
  post<Name extends CallName>(message: ToWorker<Name>, transfer?: readonly ArrayBuffer[]): void;
  /** Ends it by force, as soon as native code lets go; `memory` says so when that is why. */
  kill(memory?: string): void;
  /** Asks it to close its model and go; by force after `graceMs`. Resolves when it is gone. */
  close(graceMs: number): Promise<void>;
}

export function startThread(start: WorkerStart, maxHeapMegabytes: number): Thread {
  const worker = new Worker(BOOT, {
    workerData: start,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes },
  });
  let thrown: unknown;
  let killedFor: string | undefined;
  let end: WorkerEnd | undefined;
  worker.on('error', (error) => {
    thrown = error;
  });
  const gone = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      end = { code, thrown, ...(killedFor === undefined ? {} : { memory: killedFor }) };
      resolve();
    });
  });
  worker.setMaxListeners(0);

  return {
    worker,
    end: () => end,
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    kill(memory) {
      killedFor ??= memory;
      void worker.terminate();
    },
    async close(graceMs) {
      if (end !== undefined) return;
      worker.ref();
      worker.postMessage({ type: 'close' } satisfies ToWorker);
      const timer = setTimeout(() => void worker.terminate(), graceMs);
      await gone;
      clearTimeout(timer);
    },
  };
}
