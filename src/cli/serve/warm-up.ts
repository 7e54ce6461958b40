import { setTimeout as pause } from 'node:timers/promises';
import type { Runner } from '../../engine/runner.ts';
import { DotpError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { ModelFacts } from '../../kernel/model.ts';
import type { Progress } from '../../kernel/progress.ts';

export interface WarmUp {
  open(how: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: Progress) => void;
  }): Promise<Runner>;
  readonly log: Log;
  /** What the model waits for, in words; undefined: nothing. */
  state(waitsFor: string | undefined): void;
  readonly signal: AbortSignal;
}

/** Milliseconds between tries, and between lines of the log about one step. */
const AGAIN_MS = 30_000;
const LINE_MS = 5_000;

/**
 * Opens the model before anybody asks, fetching it first if need be, and says how far it is. What fails is
 * tried again: a network may come back.
 *
 * @returns what was opened; undefined when the signal came first
 */
export async function warmUp({ open, log, state, signal }: WarmUp): Promise<ModelFacts | undefined> {
  while (!signal.aborted) {
    try {
      const runner = await open({ signal, onProgress: teller(log, state) });
      const facts = await runner.facts();
      state(undefined);
      log.info('The model is loaded.', { model: facts.name, device: facts.device, source: facts.source });
      for (const note of facts.notes) log.warn(note);
      return facts;
    } catch (error) {
      if (signal.aborted) return undefined;
      state(
        error instanceof DotpError ? `${error.what} ${error.fix}` : 'it cannot be opened; the log says why',
      );
      log.error('The model cannot be opened; it is tried again.', { error, seconds: AGAIN_MS / 1000 });
      await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
  return undefined;
}

/** Progress as the page's words at once, and as a line of the log now and then. */
function teller(log: Log, state: WarmUp['state']): (progress: Progress) => void {
  let told = 0;
  return ({ step, done, total }) => {
    const share = total === undefined || total === 0 ? undefined : Math.floor((100 * done) / total);
    state(share === undefined ? step : `${step}, ${share} %`);
    if (Date.now() - told < LINE_MS) return;
    told = Date.now();
    log.info(step, share === undefined ? {} : { percent: share });
  };
}
