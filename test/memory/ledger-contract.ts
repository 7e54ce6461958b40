import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forgottenMarks } from '../../src/memory/forgotten.ts';
import { type Ledger, openLedger } from '../../src/memory/ledger.ts';
import { type Mark, ownMark } from '../../src/memory/mark.ts';
import { openProcesses } from '../../src/memory/processes.ts';
import type { Space, Store } from '../../src/memory/store.ts';
import { event } from './event.ts';

/** A process's ledger; each call is another life of this process unless a mark is given. */
export function ledgerIn(store: Store, own: Mark = ownMark(), clock = Date.now): Ledger {
  const spaces = { turns: store.space('turns'), open: store.space('open'), over: store.space('over') };
  const marks = forgottenMarks(spaces, clock);
  const processes = openProcesses(store.space('processes'), own, clock);
  return openLedger({ spaces, marks, processes, clock, serves: true });
}

/** A space whose writes fail from the n-th on: where a process may die. */
export function dying(space: Space, left: { writes: number }): Space {
  const dies = async <T>(work: () => Promise<T>): Promise<T> => {
    if (left.writes-- <= 0) throw new Error('killed');
    return work();
  };
  return {
    ...space,
    set: (key, value) => dies(() => space.set(key, value)),
    add: (key, value) => dies(() => space.add(key, value)),
    delete: (key) => dies(() => space.delete(key)),
  };
}

/**
 * What the ledger must do in every store.
 *
 * @param fresh  an empty store, another one each time
 */
export function ledgerContract(name: string, fresh: () => Store | Promise<Store>, runs = 60): void {
  test(`${name}: an event is taken in once, however often and at once it is delivered`, async () => {
    const ledger = ledgerIn(await fresh());
    const first = await Promise.all([1, 2, 3].map(() => ledger.receive(event('a'))));
    expect(first.filter(Boolean)).toHaveLength(1);
    expect(await ledger.receive(event('a', 99))).toBe(false);
    await ledger.replied('a');
    expect(await ledger.receive(event('a'))).toBe(false);
  });

  test(`${name}: a turn goes forward only, and is unfinished until it is replied`, async () => {
    const store = await fresh();
    const ledger = ledgerIn(store);
    await ledger.receive(event('b', 20));
    await ledger.receive(event('a', 10));
    await ledger.advance('a', 'drawn');
    await ledger.sent('a', 0, 'm0');
    await ledger.sent('a', 1, 'm1');
    await expect(ledger.advance('a', 'running')).rejects.toThrow(RangeError);
    await ledger.placed('a', { thread: 't', message: 'm' });
    await ledger.placed('a', { thread: 'u' });
    expect(await ledger.unfinished()).toEqual([]); // they are its own
    expect(await ledgerIn(store).unfinished()).toEqual([
      { event: event('a', 10), state: 'drawn', sent: ['m0', 'm1'], place: { thread: 'u' }, claims: 1 },
      { event: event('b', 20), state: 'received', sent: [], claims: 1 },
    ]);
    await ledger.replied('a');
    expect((await ledgerIn(store).unfinished()).map((turn) => turn.event.id)).toEqual(['b']);
  });

  test(`${name}: wherever a process dies, an acknowledged event is unfinished or replied, and redelivery runs it at most once`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 10 }), async (writes) => {
        const store = await fresh();
        const left = { writes };
        const mortal = ledgerIn({ ...store, space: (name) => dying(store.space(name), left) });
        let acknowledged = false;
        let over = false;
        try {
          acknowledged = await mortal.receive(event('a'));
          await mortal.advance('a', 'running');
          await mortal.advance('a', 'drawn');
          await mortal.sent('a', 0, 'm');
          await mortal.replied('a');
          over = true;
        } catch {
          // killed
        }
        const next = ledgerIn(store);
        const unfinished = await next.unfinished();
        const again = await next.receive(event('a'));
        if (acknowledged) expect(again).toBe(false);
        if (over) expect(unfinished).toEqual([]);
        // Nothing is both resumed and taken for new, and nothing acknowledged is neither resumed nor replied.
        expect(again && unfinished.length > 0).toBe(false);
        const replied = (await store.space('turns').get('a/state/replied')) !== undefined;
        expect(again || unfinished.length === 1 || replied).toBe(true);
        if (!replied) return;
        // Over is over: not to be answered, not among the open ones, on the list of what is swept.
        expect(unfinished).toEqual([]);
        expect(await store.space('open').keys('')).toEqual([]);
        expect(await store.space('over').keys('')).toHaveLength(1);
      }),
      { numRuns: runs },
    );
  });
}
