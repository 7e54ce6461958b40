import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatEvent } from '../../src/kernel/chat-event.ts';
import { type Ledger, openLedger } from '../../src/memory/ledger.ts';
import type { Space, Store } from '../../src/memory/store.ts';

export const event = (id: string, receivedAt = 1): ChatEvent => ({
  id,
  platform: 'discord',
  workspace: 'w',
  channel: 'c',
  person: { id: 'p', name: 'Ada' },
  way: 'command',
  text: '.p/help',
  receivedAt,
  address: { token: 't' },
});

export const ledgerIn = (store: Store): Ledger => openLedger(store.space('turns'), store.space('open'));

/** A space whose writes fail from the n-th on: where a process may die. */
function dying(space: Space, left: { writes: number }): Space {
  const dies = async (work: () => Promise<void>): Promise<void> => {
    if (left.writes-- <= 0) throw new Error('killed');
    await work();
  };
  return {
    ...space,
    set: (key, value) => dies(() => space.set(key, value)),
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
    const ledger = ledgerIn(await fresh());
    await ledger.receive(event('b', 20));
    await ledger.receive(event('a', 10));
    await ledger.advance('a', 'drawn');
    await ledger.sent('a', 0, 'm0');
    await ledger.sent('a', 1, 'm1');
    await expect(ledger.advance('a', 'running')).rejects.toThrow(RangeError);
    expect(await ledger.unfinished()).toEqual([
      { event: event('a', 10), state: 'drawn', sent: ['m0', 'm1'] },
      { event: event('b', 20), state: 'received', sent: [] },
    ]);
    await ledger.replied('a');
    expect((await ledger.unfinished()).map((turn) => turn.event.id)).toEqual(['b']);
  });

  test(`${name}: wherever a process dies, an acknowledged event is unfinished or replied, and redelivery runs it at most once`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 8 }), async (writes) => {
        const store = await fresh();
        const left = { writes };
        const mortal = openLedger(dying(store.space('turns'), left), dying(store.space('open'), left));
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
      }),
      { numRuns: runs },
    );
  });
}
