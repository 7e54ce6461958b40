import type { ChatEvent } from '../kernel/chat-event.ts';
import type { Clock } from './channel.ts';
import { forgottenMarks } from './forgotten.ts';
import { keyOf } from './keys.ts';
import { keptUntil } from './ledger-sweep.ts';
import { NOBODY } from './mark.ts';
import type { Store } from './store.ts';
import { isEvent, type LedgerSpaces, openKey, turnPrefix } from './turn-facts.ts';

/**
 * Schema 1 → 2: turns have owners, and what is over is swept after a week. In schema 1 an event lay
 * bare under its key, an open turn's key named no process, what was over was in no list, and marks of
 * forgotten events were among the turns' own keys. Old turns belong to nobody: the first who serves
 * takes them up. Each old key goes only when the new ones are there.
 */
export async function toOwners(store: Store, clock: Clock): Promise<void> {
  const space = (kind: string) => store.space(keyOf('ledger', kind));
  const spaces = { turns: space('turns'), open: space('open'), over: space('over') };
  const keys = await spaces.turns.keys('');
  for (const key of keys.filter((name) => name.endsWith('/event'))) {
    const event = await spaces.turns.get(key);
    if (isEvent(event)) await giveOwner(spaces, key, event);
  }
  const marks = forgottenMarks(spaces, clock);
  for (const key of keys.filter((name) => /^forgotten\/[0-9a-f]{64}$/.test(name))) {
    await marks.addHash(key.slice('forgotten/'.length));
    await spaces.turns.delete(key);
  }
  await dropOldOpen(spaces);
}

async function giveOwner({ turns, open, over }: LedgerSpaces, key: string, event: ChatEvent): Promise<void> {
  const taken = { event, owner: NOBODY };
  const replied = keyOf(event.id, 'state', 'replied');
  if ((await turns.get(replied)) === undefined) await open.set(openKey(taken), { id: event.id, by: NOBODY });
  else {
    const end = keptUntil(event.receivedAt, turnPrefix(event.id));
    await over.set(end, turnPrefix(event.id));
    await turns.set(replied, end);
  }
  await turns.set(key, taken); // last: until then it is done again
}

/** Their values were ids alone. */
async function dropOldOpen({ open }: LedgerSpaces): Promise<void> {
  for (const key of await open.keys(''))
    if (typeof (await open.get(key)) === 'string') await open.delete(key);
}
