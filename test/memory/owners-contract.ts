import { expect, test } from 'vitest';
import { type Mark, ownMark } from '../../src/memory/mark.ts';
import { openProcesses } from '../../src/memory/processes.ts';
import type { Store } from '../../src/memory/store.ts';
import { event } from './event.ts';
import { ledgerIn } from './ledger-contract.ts';

const machine = (host: string): Mark => ({ ...ownMark(), host, boot: host });

/** A process on a machine of its own, seen by the others for as long as its sign is there. */
async function process(store: Store, host: string, through = store) {
  const mark = machine(host);
  const processes = openProcesses(store.space('processes'), mark, Date.now);
  await processes.beat();
  return { ledger: ledgerIn(through, mark), end: () => processes.leave() };
}

const ids = (turns: readonly { event: { id: string } }[]) => turns.map((turn) => turn.event.id);

/**
 * Who may go on with which turn, in every store.
 *
 * @param fresh  an empty store, another one each time
 */
export function ownersContract(name: string, fresh: () => Store | Promise<Store>): void {
  test(`${name}: turns of the living are nobody else's; of those that are gone each goes to one, oldest first`, async () => {
    const store = await fresh();
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((host) => process(store, host)));
    if (a === undefined || b === undefined || c === undefined) throw new Error('three were started');
    for (let i = 9; i > 0; i--) await a.ledger.receive(event(`e${i}`, i));
    expect([await b.ledger.unfinished(), await c.ledger.unfinished()]).toEqual([[], []]);
    expect(await b.ledger.receive(event('e1', 50))).toBe(false);
    await a.end();
    const found = await Promise.all([b, c, b, c].map(({ ledger }) => ledger.unfinished()));
    for (const turns of found) expect(ids(turns)).toEqual([...ids(turns)].sort());
    expect(found.flatMap(ids).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => `e${i}`));
    for (const { claims } of found.flat()) expect(claims).toBe(1);
    expect(await b.ledger.unfinished()).toEqual([]);
  });

  test(`${name}: who takes a turn up may die in turn, and says where it was answered`, async () => {
    const store = await fresh();
    const a = await process(store, 'a');
    await a.ledger.receive(event('e', 1));
    await a.ledger.placed('e', { thread: 't' });
    await a.end();
    for (let claims = 1; claims < 5; claims++) {
      const next = await process(store, `p${claims}`);
      expect(await next.ledger.unfinished()).toEqual([
        { event: event('e', 1), state: 'received', sent: [], place: { thread: 't' }, claims },
      ]);
      await next.end();
    }
    const last = await process(store, 'last');
    expect(ids(await last.ledger.unfinished())).toEqual(['e']);
    await last.ledger.replied('e');
    await last.end();
    expect(await ledgerIn(store, machine('after')).unfinished()).toEqual([]);
  });

  test(`${name}: what a process cannot answer it leaves; what it gives up it is given again`, async () => {
    const store = await fresh();
    const gone = await process(store, 'a');
    for (const i of [1, 2]) await gone.ledger.receive(event(`e${i}`, i));
    await gone.end();
    const slack = await process(store, 'b');
    expect(ids(await slack.ledger.unfinished(({ id }) => id === 'e2'))).toEqual(['e2']);
    const other = await process(store, 'c');
    expect(ids(await other.ledger.unfinished())).toEqual(['e1']);
    slack.ledger.release('e2');
    expect(await other.ledger.unfinished()).toEqual([]);
    expect(await slack.ledger.unfinished()).toMatchObject([{ event: { id: 'e2' }, claims: 1 }]);
    expect(await slack.ledger.unfinished()).toEqual([]);
  });

  test(`${name}: an event whose arrival was cut off after it was in is not lost while its process lives`, async () => {
    const store = await fresh();
    let broken = true;
    const breaking: Store = {
      ...store,
      space(namespace) {
        const space = store.space(namespace);
        const add = async (key: string, value: unknown): Promise<boolean> => {
          const added = await space.add(key, value);
          if (broken) throw new Error('no answer in time');
          return added;
        };
        return { ...space, add };
      },
    };
    const ledger = ledgerIn(breaking);
    await expect(ledger.receive(event('e'))).rejects.toThrow('no answer in time');
    broken = false;
    expect(await ledger.receive(event('e', 2))).toBe(false); // delivered again, and known
    expect(ids(await ledger.unfinished())).toEqual(['e']);
    expect(await ledger.unfinished()).toEqual([]);
    await ledger.replied('e');
    expect(await ledgerIn(store).unfinished()).toEqual([]);
  });

  test(`${name}: who came second leaves nothing behind, who died in between is cleared away`, async () => {
    const store = await fresh();
    const [a, b] = [await process(store, 'a'), await process(store, 'b')];
    const told = await Promise.all([a.ledger.receive(event('e', 1)), b.ledger.receive(event('e', 2))]);
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(await store.space('open').keys('')).toHaveLength(1);
    const killed = () => Promise.reject(new Error('killed'));
    const dying = { ...store, space: (name: string) => ({ ...store.space(name), add: killed }) };
    const c = await process(store, 'c', dying);
    await expect(c.ledger.receive(event('half', 3))).rejects.toThrow('killed');
    expect(await b.ledger.unfinished()).toEqual([]);
    expect(await store.space('open').keys('')).toHaveLength(2); // it may still come
    await c.end();
    expect(await b.ledger.unfinished()).toEqual([]);
    expect(await store.space('open').keys('')).toHaveLength(1);
  });

  test(`${name}: an event whose last write came after its process was taken for gone is found when it is delivered again`, async () => {
    const store = await fresh();
    const [a, b] = [await process(store, 'a'), await process(store, 'b')];
    await a.ledger.receive(event('late', 1));
    await store.space('open').clear(); // by who saw the mark, no event yet, and its process gone
    await a.end();
    expect(await b.ledger.unfinished()).toEqual([]);
    expect(await b.ledger.receive(event('late', 2))).toBe(false);
    expect(ids(await b.ledger.unfinished())).toEqual(['late']);
    await b.ledger.replied('late');
    expect(await b.ledger.receive(event('late', 3))).toBe(false);
    expect(await store.space('open').keys('')).toEqual([]);
  });
}
