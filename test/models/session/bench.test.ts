import { expect, test } from 'vitest';
import { benchModel } from '../../../models/session/bench.ts';
import { benchTokens } from '../../../models/session/bench-figure.ts';
import { ratiosTo } from '../../../models/session/interleaved.ts';
import { golden, TEST_CACHE } from '../../support/llama-goldens.ts';

test('sides take turns, each round begins one further along, and the first round is not counted', async () => {
  const order: string[] = [];
  const side = (name: string) => async () => {
    order.push(name);
  };
  const ratios = await ratiosTo(side('base'), [side('a'), side('b')], 2);
  expect(ratios).toHaveLength(2);
  expect(order.join(' ')).toBe('base a b a b base b base a');
});

test('a ratio is the median over rounds of times within the round, by hand', async () => {
  const times = [99, 99, /* warm-up; from here base, side */ 10, 20, /* turned */ 80, 40, 4, 20];
  const sides = [async () => 0, async () => 0] as const;
  const [ratio] = await ratiosTo(sides[0], [sides[1]], 3, async () => times.shift() ?? 0);
  // rounds 1 and 3 begin with the side: 10 / 20 and 4 / 20; round 2 with the base: 40 / 80
  expect(ratio).toBe(0.5);
  expect(times).toEqual([]);
});

test('tokens are the same at every call and inside the vocabulary', () => {
  expect(benchTokens(50, 9)).toEqual(benchTokens(50, 9));
  expect(benchTokens(50, 9)).not.toEqual(benchTokens(50, 9, 2));
  expect(benchTokens(50, 9).every((id) => Number.isInteger(id) && id >= 0 && id < 9)).toBe(true);
});

test('a bench of a small model measures all that fits its context, and says so as it goes', async () => {
  const { opened } = await golden('mistral'); // context 64
  const done: number[] = [];
  const figures = await benchModel(opened, {
    cacheFolder: TEST_CACHE,
    lengths: [8, 128],
    rounds: 1,
    onProgress: (progress) => done.push(progress.done),
  });
  const names = figures.map(({ what }) => what);
  expect(names.filter((name) => name.includes('8 tokens, against a graph without hooks'))).toHaveLength(4);
  expect(names.some((name) => name.includes('128'))).toBe(false);
  expect(names).toContain('load, warm');
  expect(names.some((name) => name.startsWith('tokens a second of 8 samples'))).toBe(true);
  for (const { value } of figures) expect(value).toBeGreaterThan(0);
  expect(done).toEqual([...done.keys()]);
});
