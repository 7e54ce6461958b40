import type { OnProgress, Progress } from '../kernel/progress.ts';

/** Milliseconds that who waits is told nothing; a timer may be late by some, and a second is the most. */
const BEAT = 900;

/**
 * Says again where the work is when it has said nothing for a second, with how long that step takes
 * already: one run of a large model is one call, which says nothing while it runs.
 *
 * @returns `tell` in place of `onProgress`; `rest` when the work is over, however it ended
 */
export function heartbeat(onProgress: OnProgress): { readonly tell: OnProgress; readonly rest: () => void } {
  let latest: Progress | undefined;
  let since = 0;
  const beat = setInterval(() => {
    if (latest === undefined) return;
    onProgress({ ...latest, seconds: Math.round((performance.now() - since) / 1_000) });
  }, BEAT).unref();
  return {
    tell(progress) {
      if (progress.step !== latest?.step || progress.done !== latest.done) since = performance.now();
      latest = progress;
      beat.refresh();
      onProgress(progress);
    },
    rest: () => clearInterval(beat),
  };
}
