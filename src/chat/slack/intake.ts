import type { ChatEvent } from '../../kernel/chat-event.ts';
import type { Desk } from '../../kernel/desk.ts';
import { deliveries } from './deliveries.ts';
import { notKept } from './errors.ts';
import type { Introducer } from './people.ts';

/**
 * Takes a delivery in. When this has resolved the event is safe, or known, and Slack may be told.
 *
 * @param keys  by which the delivery may be known already
 * @throws {SlackError} `not-kept`: the same delivery is welcome again
 */
export type Intake = (event: ChatEvent, keys: readonly string[]) => Promise<void>;

/**
 * One event, one turn: a retry, and a mention that is a message too, wait for the first delivery and do
 * no more; where the first could not be kept they must not be acknowledged either.
 *
 * @param people  adds what Slack knows of the person
 */
export function intakeOf(desk: Pick<Desk, 'receive' | 'answer'>, people: Introducer): Intake {
  const seen = deliveries();
  const pending = new Map<string, Promise<void>>();

  async function keep(event: ChatEvent): Promise<void> {
    if (!(await desk.receive(people.known(event)))) return;
    // The acknowledgement goes out first, and waits for nothing that Slack would have to be asked.
    setImmediate(() => void desk.answer(event, people.whole));
  }

  return async (event, keys) => {
    if (!seen.isNew(keys)) {
      await Promise.all(keys.map((key) => pending.get(key)));
      return;
    }
    const kept = keep(event).catch((cause: unknown) => {
      seen.forget(keys);
      throw notKept(cause);
    });
    for (const key of keys) pending.set(key, kept);
    try {
      await kept;
    } finally {
      for (const key of keys) pending.delete(key);
    }
  };
}
