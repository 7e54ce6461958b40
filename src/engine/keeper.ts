import { performance } from 'node:perf_hooks';
import type { OnProgress } from '../kernel/progress.ts';
import { EngineError } from './errors.ts';
import type { Link } from './link.ts';

/** Keeps a thread to work with: starts one when there is none, and stops doing so when each one dies. */
export interface Keeper {
  /** @throws {EngineError} `worker-lost` at once while resting after too many losses; errors of opening and of the job */
  use<Answer>(job: (link: Link) => Promise<Answer>, onProgress?: OnProgress): Promise<Answer>;
  close(): Promise<void>;
}

export interface KeeperLimits {
  /** Threads lost one after another, without an answer in between, before a rest. */
  readonly maxLosses: number;
  /** The rest; after it one more is tried. */
  readonly restMs: number;
}

export function createKeeper(
  open: (options: { signal: AbortSignal; onProgress?: OnProgress }) => Promise<Link>,
  { maxLosses, restMs }: KeeperLimits,
): Keeper {
  const stop = new AbortController();
  let link: Promise<Link> | undefined;
  let losses = 0;
  let restUntil = 0;

  const living = async (onProgress?: OnProgress): Promise<Link> => {
    const kept = await link;
    if (kept?.isAlive()) return kept;
    link = open({ signal: stop.signal, ...(onProgress === undefined ? {} : { onProgress }) });
    try {
      return await link;
    } catch (error) {
      link = undefined;
      throw error;
    }
  };

  return {
    async use(job, onProgress) {
      if (performance.now() < restUntil) throw resting(losses);
      try {
        const answer = await job(await living(onProgress));
        losses = 0;
        return answer;
      } catch (error) {
        if (!isLoss(error)) throw error;
        losses += 1;
        if (losses >= maxLosses) restUntil = performance.now() + restMs;
        throw error;
      }
    },
    async close() {
      stop.abort();
      const kept = await link?.catch(() => undefined);
      await kept?.close();
    },
  };
}

/** Also of a thread that refused memory yet lives: a poor sign all the same. */
const isLoss = (error: unknown): boolean =>
  error instanceof EngineError && (error.code === 'worker-lost' || error.code === 'out-of-memory');

const resting = (losses: number): EngineError =>
  new EngineError({
    code: 'worker-lost',
    what: `The thread that runs the model ended ${losses} times in a row; it is not started again just yet.`,
    fix: 'Try again in a minute, with another prompt. If every prompt ends it, fetch the model again with dotp model get.',
  });
