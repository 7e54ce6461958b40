import { afterAll, expect, test } from 'vitest';
import { findingOf } from '../../src/figure/finding-of.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { openInline } from '../support/shipped.ts';
import { smollm2Gguf } from '../support/smollm2.ts';

const { runner, close } = await openInline(await smollm2Gguf());
const house = {
  ...(await houseAround(runner)),
  draw: async () => ({ png: new Uint8Array(), width: 1520, height: 968 }),
};
afterAll(close);

const IOI = 'When Mary and John went to the store, John gave a drink to';

async function ask(params: string) {
  const [answer] = await answersOf(`.p/fork.counterfactual{${params}} ${IOI}`, house);
  if (answer === undefined) throw new Error('no answer');
  return findingOf(answer.reply, 'intervention');
}

test('three heads that move names do far more than three drawn at random, and it adds up', async () => {
  const { kl, controls, changes, before, after, caveats } = await ask('ablate=[L23H0, L23H1, L23H7]');
  const [control] = controls;
  expect(kl).toBeGreaterThan(5 * (control?.p95 ?? Infinity));
  expect(caveats.some((caveat) => caveat.startsWith('Weak'))).toBe(false);
  expect(Math.abs(changes.error)).toBeLessThan(1e-3);
  expect(before.metric.value - after.metric.value).toBeGreaterThan(3);
  expect(changes.own).toBeLessThan(-3);
});

test('Mary becomes Sarah: so does the answer', async () => {
  const { before, after, controls } = await ask('replace="Mary->Sarah"');
  expect([before.answer.text, after.answer.text]).toEqual([' Mary', ' Sarah']);
  expect(controls).toMatchObject([{ of: 'words', n: 20 }]);
});
