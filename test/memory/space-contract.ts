import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore, type Store } from '../../src/memory/store.ts';
import { folder } from './folder.ts';

async function stored(url: string | undefined, work: (store: Store) => Promise<void>): Promise<void> {
  const store = openStore(url, await folder());
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

/** What spaces of every store must do beyond keyv. */
export function spaceContract(name: string, fresh: () => string | undefined): void {
  test(`${name}: what is added is there whole, once, until it is deleted`, () =>
    stored(fresh(), async (store) => {
      const space = store.space('a/b');
      const value = { text: ':🝚 "x"\u0000', list: [1, null, { y: false }] };
      expect(await space.add('k', value)).toBe(true);
      expect(await space.add('k', value)).toBe(false); // the same value is not the same addition
      expect(await space.add('k', 'other')).toBe(false);
      expect(await space.get('k')).toStrictEqual(value);
      expect(await store.space('a').add('k', 'beside')).toBe(true);
      expect([await space.lastKeys(9), await space.keys('')]).toEqual([['k'], ['k']]);
      expect([...(await store.namespaces('a'))].sort()).toEqual(['a', 'a/b']);
      await space.delete('k');
      expect(await space.add('k', 'again')).toBe(true);
      await space.set('k', 'set');
      expect(await space.add('k', 'late')).toBe(false);
      expect(await space.get('k')).toBe('set');
      await space.clear();
      expect([await space.get('k'), await space.keys(''), await space.add('k', 1)]).toEqual([
        undefined,
        [],
        true,
      ]);
    }));

  test(`${name}: of many additions at once one is told true, and its value is the one that stays`, () =>
    stored(fresh(), async (store) => {
      for (let round = 0; round < 20; round++) {
        const told = await Promise.all([0, 1, 2, 3].map((i) => store.space('s').add(`k${round}`, i)));
        expect(told.filter(Boolean)).toHaveLength(1);
        expect(await store.space('s').get(`k${round}`)).toBe(told.indexOf(true));
      }
    }));

  test(`${name}: keys by their beginning are those of a sort`, () =>
    stored(fresh(), async (store) => {
      const unit = fc.constantFrom('a', 'b', '/', '-', '0', '%', '~');
      const names = fc.uniqueArray(fc.string({ unit, minLength: 1, maxLength: 5 }), { maxLength: 14 });
      let round = 0;
      await fc.assert(
        fc.asyncProperty(names, fc.string({ unit, maxLength: 2 }), fc.nat(5), async (all, prefix, n) => {
          fc.pre(!all.some((key) => key.includes('~~')));
          round++;
          const space = store.space(`${round}s`);
          await Promise.all([
            ...all.map((key) => space.set(key, 1)),
            store.space(`${round}s0`).set(`${prefix}z`, 1),
          ]);
          const expected = all.filter((key) => key.startsWith(prefix)).sort();
          expect(await space.keys(prefix)).toEqual(expected);
          expect(await space.keys(prefix, n)).toEqual(expected.slice(0, n));
        }),
        { numRuns: 60 },
      );
    }));
}
