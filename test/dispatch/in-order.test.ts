import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder } from '../../src/dispatch/in-order.ts';

test('one key: in the order it came, one after another, failures in between; keys do not wait for each other', async () => {
  const jobs = fc.array(
    fc.record({ key: fc.constantFrom('a', 'b'), rounds: fc.nat(3), fails: fc.boolean() }),
  );
  await fc.assert(
    fc.asyncProperty(jobs, async (asked) => {
      const ordered = inOrder();
      const busy = new Set<string>();
      const ended: number[] = [];
      const work = (nth: number) => async () => {
        const { key, rounds, fails } = asked[nth] ?? { key: '', rounds: 0, fails: false };
        expect(busy.has(key)).toBe(false);
        busy.add(key);
        for (let i = 0; i < rounds; i++) await new Promise((resolve) => setImmediate(resolve));
        busy.delete(key);
        ended.push(nth);
        if (fails) throw new Error('failed');
        return nth;
      };
      const results = await Promise.allSettled(asked.map(({ key }, nth) => ordered(key, work(nth))));
      for (const key of ['a', 'b']) {
        const mine = ended.filter((nth) => asked[nth]?.key === key);
        expect(mine).toEqual([...mine].sort((x, y) => x - y));
      }
      expect(results.map(({ status }) => status === 'rejected')).toEqual(asked.map(({ fails }) => fails));
    }),
    { numRuns: 50 },
  );
});

test('work of another key begins while the first is held', async () => {
  const ordered = inOrder();
  let free = () => {};
  const held = ordered('a', () => new Promise<void>((resolve) => (free = resolve)));
  expect(await ordered('b', async () => 'b ran')).toBe('b ran');
  free();
  await held;
});
