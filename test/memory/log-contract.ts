import { expect, test } from 'vitest';
import { channelLog } from '../../src/memory/channel-log.ts';
import { openMemory } from '../../src/memory/open.ts';
import type { Space, Store } from '../../src/memory/store.ts';
import { folder } from './folder.ts';
import { replyOf } from './reply.ts';

const ADA = { id: 'a', name: 'Ada' };
const note = (text: string) => ({ command: 'reflect.trace', text, model: 'tiny', by: ADA });

/** @param fresh  address of an empty store */
export function logContract(name: string, fresh: () => string | undefined): void {
  test(`${name}: numbers come back by metric, oldest first, each once however often it is kept`, async () => {
    const memory = await openMemory(fresh(), { home: await folder(), clock: () => 5000 });
    const { log, remember } = memory.channel('c', 'w', 't');
    expect([await log.metrics(), await log.last('next.prob', 9), await log.all()]).toEqual([[], [], []]);
    for (const [i, value] of [0.25, null, 0.75].entries()) {
      await remember(replyOf(`answer ${i}`), `e${i}.0`, ADA);
      await log.keep(`e${i}.0`, new Map([['next.prob', value]]), note(`words ${i}`));
    }
    await log.keep('e1.0', new Map([['lens.settles', 3]]), note('words 1'));
    await remember(replyOf('answer 0'), 'e0.0', ADA); // again, in its place
    await log.keep('e0.0', new Map([['next.prob', 0.25]]), note('words 0'));
    expect(await log.metrics()).toEqual(['lens.settles', 'next.prob']);
    expect(await log.last('next.prob', 2)).toEqual([
      { turn: 'e1.0', at: 5001, value: null, ...note('words 1') },
      { turn: 'e2.0', at: 5002, value: 0.75, ...note('words 2') },
    ]);
    expect((await log.all()).map(({ metric, turn }) => [metric, turn])).toEqual([
      ['lens.settles', 'e1.0'],
      ['next.prob', 'e0.0'],
      ['next.prob', 'e1.0'],
      ['next.prob', 'e2.0'],
    ]);
    expect(await memory.channel('c', 'w').log.all()).toEqual([]); // a thread's log is its own
    await memory.channel('c', 'w', 't').forget();
    expect(await log.all()).toEqual([]);
    await memory.close();
  });

  test(`${name}: nothing is kept of an answer that is not there`, async () => {
    const memory = await openMemory(fresh(), { home: await folder() });
    const { log } = memory.channel('c', 'w');
    await log.keep('never.0', new Map([['next.prob', 1]]), note('words'));
    expect(await log.metrics()).toEqual([]);
    await memory.close();
  });
}

/** A store that counts what is read of it: ranges of keys, keys in them, values. */
export function counted(store: Store): { readonly store: Store; reads(): Record<string, number> } {
  const reads = { ranges: 0, keys: 0, values: 0 };
  const range = (keys: readonly string[]): readonly string[] => {
    reads.ranges++;
    reads.keys += keys.length;
    return keys;
  };
  const counting = (space: Space): Space => ({
    ...space,
    get(key) {
      reads.values++;
      return space.get(key);
    },
    lastKeys: async (n) => range(await space.lastKeys(n)),
    keys: async (prefix, n) => range(await space.keys(prefix, n)),
  });
  return { store: { ...store, space: (name) => counting(store.space(name)) }, reads: () => ({ ...reads }) };
}

/** Writes the facts of `n` answers and a number of each, past the room's own code: only their keys matter. */
export async function fillLog(store: Store, base: string, n: number): Promise<void> {
  const log = channelLog(store, base);
  const batch = 2_000;
  for (let from = 0; from < n; from += batch)
    await Promise.all(
      Array.from({ length: Math.min(batch, n - from) }, async (_, i) => {
        const key = `${(from + i).toString(36).padStart(10, '0')}-${i}`;
        await store.space(`${base}/facts`).set(`id/e${from + i}.0`, key);
        await store.space(`${base}/turns`).set(key, 1);
        await log.keep(
          `e${from + i}.0`,
          new Map([['next.entropy', Math.sin(from + i) + 1]]),
          note(`words ${i}`),
        );
      }),
    );
}
