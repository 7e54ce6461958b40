import { expect, test } from 'vitest';
import { ownMark } from '../../src/memory/mark.ts';
import type { Store } from '../../src/memory/store.ts';
import { event } from './event.ts';
import { ledgerIn } from './ledger-contract.ts';

const DAY = 24 * 60 * 60 * 1000;

/** What is over is kept for a week, in every store. */
export function sweepContract(name: string, fresh: () => Store | Promise<Store>): void {
  test(`${name}: a turn that is over is known for a week and then gone, an open one stays`, async () => {
    const store = await fresh();
    let now = 100 * DAY;
    const ledger = ledgerIn(store, ownMark(), () => now);
    const turn = async (id: string): Promise<void> => {
      await ledger.receive(event(id, now));
      await ledger.advance(id, 'running');
      await ledger.placed(id, { thread: 't' });
      await ledger.sent(id, 0, 'm');
      await ledger.replied(id);
    };
    await ledger.receive(event('open', now));
    await ledger.receive(event('forgotten', now));
    await ledger.forget(({ id }) => id === 'forgotten');
    await turn('old');
    now += 7 * DAY;
    await turn('young');
    expect(await ledger.receive(event('old', now))).toBe(false);
    expect(await ledger.receive(event('forgotten', now))).toBe(false);
    now += 1;
    await turn('younger');
    expect(await ledger.event('old')).toBeUndefined();
    const ids = (await store.space('turns').keys('')).map((key) => key.split('/')[0]);
    expect([...new Set(ids)]).toEqual(['open', 'young', 'younger']);
    expect(await store.space('over').keys('')).toHaveLength(2);
    expect(await store.space('open').keys('')).toHaveLength(1);
    expect(await ledger.receive(event('young', now))).toBe(false);
    expect(await ledger.receive(event('old', now))).toBe(true); // nobody delivers it after a week
  });

  test(`${name}: what is over does not pile up, and is swept a few at a time`, async () => {
    const store = await fresh();
    let now = 0;
    const ledger = ledgerIn(store, ownMark(), () => now);
    const kept: number[] = [];
    for (let i = 0; i < 40; i++) {
      now += i < 20 ? 1 : 8 * DAY; // twenty at once, then one a week
      await ledger.receive(event(`e${i}`, now));
      await ledger.replied(`e${i}`);
      kept.push((await store.space('over').keys('')).length);
    }
    expect(Math.max(...kept)).toBe(20);
    expect(kept.at(-1)).toBe(1);
    for (const [i, count] of kept.entries()) expect((kept[i - 1] ?? 0) - count).toBeLessThan(4);
    expect(await store.space('turns').keys('')).toHaveLength(2);
  });
}
