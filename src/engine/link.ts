import type { ModelFacts } from '../kernel/model.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { type ConverseLimits, type ConverseOptions, converse } from './converse.ts';
import { buffersOf } from './ownership.ts';
import { type Call, type CallName, type Calls, LOADING, type WorkerStart } from './protocol.ts';
import { startThread } from './thread.ts';

/** One thread with its model loaded; once lost it is never used again. */
export interface Link {
  readonly facts: ModelFacts;
  isAlive(): boolean;
  /** One at a time. Arrays in the call are handed over: the caller must own them. */
  ask<Name extends CallName>(call: Call<Name>, options: ConverseOptions): Promise<Calls[Name]['answer']>;
  close(): Promise<void>;
}

export interface LinkLimits extends ConverseLimits {
  /** JavaScript heap of the thread. */
  readonly maxHeapMegabytes: number;
}

/** @throws {EngineError} `worker-lost`, `out-of-memory`, `cancelled`; what the loader throws */
export async function openLink(
  start: WorkerStart,
  limits: LinkLimits,
  options: CallOptions = {},
): Promise<Link> {
  const thread = startThread(start, limits.maxHeapMegabytes);
  let calls = LOADING;
  try {
    const facts = await converse<ModelFacts>(thread, LOADING, () => {}, options, limits);
    return {
      facts,
      isAlive: () => thread.end() === undefined,
      ask: (call, callOptions) => {
        const id = ++calls;
        return converse(
          thread,
          id,
          () => thread.post({ type: 'call', id, call }, [...buffersOf(call)]),
          callOptions,
          limits,
        );
      },
      close: () => thread.close(limits.graceMs),
    };
  } catch (error) {
    await thread.close(limits.graceMs);
    throw error;
  }
}
