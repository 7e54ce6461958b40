import { appendFileSync } from 'node:fs';
import type { OpenTurn } from '../../src/memory/ledger.ts';
import { openMemory } from '../../src/memory/open.ts';
import { event } from './event.ts';

/**
 * Takes events in and answers them until it is killed; begins with what an earlier one left. Its
 * platform is a file: a line `<event> <index>` for each message posted. What it says of each event
 * on stdout is what it has acknowledged.
 */
const [url = '', home = '', first = '0'] = process.argv.slice(2);
const { ledger } = await openMemory(url, { home, serve: true });
const say = (what: string, id: string) => process.stdout.write(`${what} ${id}\n`);

async function answer({ event: { id }, state, place, sent }: Omit<OpenTurn, 'claims'>): Promise<void> {
  if (place === undefined) {
    if (state !== 'received') say('misplaced', id);
    await ledger.placed(id, { thread: `thread of ${id}` });
  } else if (place.thread !== `thread of ${id}`) say('misplaced', id);
  if (state === 'received') await ledger.advance(id, 'running');
  if (state !== 'drawn') await ledger.advance(id, 'drawn');
  for (let index = sent.length; index < 2; index++) {
    appendFileSync(`${home}/posted`, `${id} ${index}\n`);
    await ledger.sent(id, index, `message ${id} ${index}`);
  }
  await ledger.replied(id);
  say('replied', id);
}

for (const turn of await ledger.unfinished()) await answer(turn);
for (let i = Number(first); ; i++) {
  const id = `e${i}`;
  if (await ledger.receive(event(id, i))) {
    say('received', id);
    await answer({ event: event(id, i), state: 'received', sent: [] });
  } else say('known', id);
}
