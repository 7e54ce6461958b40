import { DotpError } from '../kernel/errors.ts';
import { shortId } from '../kernel/short-id.ts';
import { deliver, isUndeliverable } from './deliver.ts';
import type { Rooms } from './rooms.ts';
import type { Turn } from './take-turn.ts';

/** What became of a turn; `left`: the next sweep or start goes on with it. */
export type Outcome = 'answered' | 'refused' | 'failed' | 'stopped' | 'undeliverable' | 'left';

/** Says what went wrong, where it can be said. */
export async function told(turn: Turn, error: unknown, { log }: Rooms): Promise<Outcome> {
  const { event, voice, place } = turn;
  const id = shortId(event);
  const outcome = outcomeNamed(error);
  const facts = { id, platform: event.platform, error };
  if (outcome === 'failed') log.error('A turn failed.', facts);
  else log.info('A turn was not answered.', { id, platform: event.platform, outcome });
  if (outcome === 'undeliverable') return outcome;
  try {
    const still = new AbortController(); // the turn's own may be what ended it
    await deliver(
      () => voice.fail(event, place, error, id),
      still.signal,
      () => {},
    );
    return outcome;
  } catch (cause) {
    log.error('A failure could not be said.', { ...facts, error: cause });
    return isUndeliverable(cause) ? 'undeliverable' : 'left';
  }
}

function outcomeNamed(error: unknown): Outcome {
  if (isUndeliverable(error)) return 'undeliverable';
  if (!(error instanceof DotpError)) return 'failed';
  if (error.code === 'stopped') return 'stopped';
  return error.exitCode === 2 ? 'refused' : 'failed';
}
