import type { ModelFacts } from '../kernel/model.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { explained } from './errors.ts';
import { inTurn } from './in-turn.ts';
import { createKeeper, type Keeper, type KeeperLimits } from './keeper.ts';
import { defaultLimits, type RunnerLimits } from './limits.ts';
import { type LinkLimits, openLink } from './link.ts';
import { memoryOfMachine } from './memory.ts';
import { remoteRunner } from './remote.ts';
import type { Runner } from './runner.ts';
import { createTurns } from './turns.ts';

export interface ThreadedLimits extends RunnerLimits, LinkLimits, KeeperLimits {}

/** What the thread loads: `loader` is the URL of a module that exports `load: Loader` (protocol.ts). */
export interface ThreadedModel {
  readonly loader: string;
  readonly data: unknown;
}

/**
 * A runner whose thread owns the model, so that a run never holds up the event loop. A thread that
 * dies takes with it the call in flight only; the next call starts another.
 *
 * @returns when the model is loaded
 * @throws {EngineError} `cancelled`, `worker-lost`, `out-of-memory`; what the loader throws
 */
export async function threadedRunner(
  model: ThreadedModel,
  limits: Partial<ThreadedLimits> = {},
  options: CallOptions = {},
): Promise<Runner> {
  const all = { ...defaultThreadedLimits(), ...limits };
  const keeper = createKeeper((options) => openLink({ ...model, limits: all }, all, options), all);
  try {
    const facts = await loadFirst(keeper, options);
    return inTurn(remoteRunner(keeper, facts), all);
  } catch (error) {
    void keeper.close(); // a load that hears its cancel late ends in the background
    throw explained(error);
  }
}

/** However long it takes, a download being part of it; a cancel is answered at once. */
function loadFirst(keeper: Keeper, options: CallOptions): Promise<ModelFacts> {
  const turns = createTurns({ maxQueue: 0, deadlineMs: Number.POSITIVE_INFINITY });
  return turns.take(() => keeper.use(async ({ facts }) => facts, options.onProgress), options);
}

function defaultThreadedLimits(): ThreadedLimits {
  return {
    ...defaultLimits(),
    graceMs: 5_000,
    maxProcessBytes: 0.85 * memoryOfMachine(),
    maxHeapMegabytes: 1024,
    maxLosses: 3,
    restMs: 30_000,
  };
}
