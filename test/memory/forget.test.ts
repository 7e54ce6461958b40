import { join } from 'node:path';
import { open } from 'lmdb';
import { expect, test } from 'vitest';
import { openMemory } from '../../src/memory/open.ts';
import { forgetContract } from './forget-contract.ts';
import { inFlightContract } from './in-flight-contract.ts';

/** A line for each entry, from the database itself. */
async function entries(_: string | undefined, home: string): Promise<string> {
  const database = open<string, string>({ path: join(home, 'store'), encoding: 'string' });
  const lines = [...database.getRange({})].map(({ key, value }) => `${key} ${value}`);
  await database.close();
  return lines.join('\n');
}

forgetContract('embedded', () => undefined, entries);
inFlightContract('embedded', () => undefined, entries);

test('a session knows who came, left and came back, and whether it is over', async () => {
  const memory = await openMemory('memory:', { home: '' });
  const { people } = memory.channel('c', 'w', 't');
  const [ada, bob] = [
    { id: 'a/1', name: 'Ada' },
    { id: 'b', name: 'Bob' },
  ];
  expect([await people.participants(), await people.standing()]).toEqual([[], {}]);
  await people.open(ada, 1);
  await people.join(bob, 3);
  await people.join(ada, 2);
  await people.leave('a/1', 4);
  expect(await people.participants()).toEqual([
    { ...ada, joined: 2, left: 4 },
    { ...bob, joined: 3 },
  ]);
  await people.join(ada, 9);
  expect((await people.participants())[0]).toEqual({ ...ada, joined: 2 });
  await people.close(bob, 10);
  expect(await people.standing()).toEqual({ opened: { by: ada, at: 1 }, closed: { by: bob, at: 10 } });
  await people.open(bob, 11);
  expect(await people.standing()).toEqual({ opened: { by: bob, at: 11 } });
  await memory.close();
});
