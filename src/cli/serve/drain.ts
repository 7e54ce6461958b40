import type { OpenDesk } from '../../dispatch/desk.ts';
import type { Log } from '../../kernel/log.ts';
import type { Readiness } from './readiness.ts';

export interface Draining {
  readonly log: Log;
  readonly readiness: Readiness;
  readonly desk: Pick<OpenDesk, 'drain' | 'busy'>;
  /** Whatever takes events in. */
  readonly intakes: readonly { stop(): void | Promise<void> }[];
  /** Ends what nobody waits for: opening a model ahead, taking up what others left. */
  abandon(): void;
  /** What is closed when nothing runs any more, in this order. */
  readonly last: readonly (() => Promise<unknown>)[];
}

/** `left`: turns were cut off; the next start goes on with them. */
export type Drained = 'all answered' | 'left';

/** Milliseconds that turns in flight have: below the 30 s after which Docker and Kubernetes kill. */
const PATIENCE = 25_000;

/**
 * The end in good order: not ready any more, nothing taken in, turns in flight finished, all closed. What
 * fails to close keeps nothing else from closing.
 */
export async function drain({ log, readiness, desk, intakes, abandon, last }: Draining): Promise<Drained> {
  readiness.stop();
  abandon();
  log.info('Stopping: nothing more is taken in.', { turns: desk.busy });
  const closing = (work: () => unknown) =>
    Promise.resolve()
      .then(work)
      .catch((error: unknown) => log.error('Something did not close.', { error }));
  await Promise.all(intakes.map((intake) => closing(() => intake.stop())));
  const all = await desk.drain(PATIENCE);
  for (const work of last) await closing(work);
  log.info(all ? 'Stopped; every turn was answered.' : 'Stopped; the next start goes on with what is left.');
  return all ? 'all answered' : 'left';
}
