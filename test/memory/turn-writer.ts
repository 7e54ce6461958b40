import { appendFileSync } from 'node:fs';
import { openMemory } from '../../src/memory/open.ts';
import { event } from './event.ts';

/**
 * Takes events in and answers them until it is killed; begins with what an earlier one left. Its
 * platform is a file: a line `<event> <index>` for each message posted. What it says of each event
 * on stdout is what it has acknowledged.
 */
const [home = '', first = '0'] = process.argv.slice(2);
const { ledger } = await openMemory(undefined, { home, serve: true });
const say = (what: string, id: string) => process.stdout.write(`${what} ${id}\n`);

async function answer(id: string, state: string, sent: readonly string[]): Promise<void> {
  if (state === 'received') await ledger.advance(id, 'running');
  if (state !== 'drawn') await ledger.advance(id, 'drawn');
  for (let index = sent.length; index < 2; index++) {
    appendFileSync(`${home}/posted`, `${id} ${index}\n`);
    await ledger.sent(id, index, `message ${id} ${index}`);
  }
  await ledger.replied(id);
  say('replied', id);
}

for (const turn of await ledger.unfinished()) await answer(turn.event.id, turn.state, turn.sent);
for (let i = Number(first); ; i++) {
  const id = `e${i}`;
  if (await ledger.receive(event(id, i))) {
    say('received', id);
    await answer(id, 'received', []);
  } else say('known', id);
}
