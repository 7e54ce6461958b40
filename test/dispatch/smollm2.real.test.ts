import { afterAll, expect, test } from 'vitest';
import { findingOf } from '../../src/figure/finding-of.ts';
import { directParts } from '../support/direct-parts.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { openInline } from '../support/shipped.ts';
import { smollm2Gguf } from '../support/smollm2.ts';

const { runner, close } = await openInline(await smollm2Gguf());
const house = {
  ...(await houseAround(runner)),
  draw: async () => ({ png: new Uint8Array(), width: 1, height: 1 }),
};
afterAll(close);

/** What `transformers` says of the dequantised weights in float32. */
const PUBLISHED = [
  ['The capital of France is', ' Paris', 0.773],
  ['When Mary and John went to the store, John gave a drink to', ' Mary', 0.923],
  ['The Eiffel Tower is in the city of', ' Paris', 0.656],
  ['The war lasted from the year 1732 to the year 17', '3', 0.401],
] as const;

test.each(PUBLISHED)('%s →%s', async (prompt, answer, prob) => {
  const [found] = await answersOf(`.p/reflect.trace "${prompt}"`, house);
  const next = findingOf(found?.reply ?? missing(), 'next');
  expect(next.token.text).toBe(answer);
  expect(next.prob).toBeCloseTo(prob, 3);
  const receipt = findingOf(found?.reply ?? missing(), 'receipt');
  expect(receipt.necessity).toBeGreaterThan(0.9);
  expect(receipt.random.p95).toBeLessThan(0.1);
  expect(findingOf(found?.reply ?? missing(), 'attribution').agreement?.r).toBeGreaterThan(0.85);
});

const SUBJECTS = [
  'The capital of',
  'My favourite animal is',
  'She opened the',
  'Water boils at',
  'In 1969 the first',
  'def add(a, b):\n    return',
  'Le chat est',
  '今日は',
  'The keys to the cabinet',
  'Once upon a time there',
];
const TAILS = ['', ' and then', ' because the', ' of the old', ', which is'];

test('the parts of 50 prompts sum to what the model says, to 1e-4 of it', async () => {
  for (const prompt of SUBJECTS.flatMap((subject) => TAILS.map((tail) => subject + tail))) {
    const { sum, metric } = await directParts(runner, prompt);
    expect(Math.abs(sum - metric.value), prompt).toBeLessThanOrEqual(1e-4 * Math.abs(metric.value));
  }
});

function missing(): never {
  throw new Error('no answer');
}
