import { expect, test } from 'vitest';
import { answerSide } from '../../src/dispatch/answer-side.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import type { TokenId } from '../../src/kernel/ids.ts';
import { noShelf } from '../../src/kernel/shelf.ts';
import { at, tensor } from '../../src/kernel/tensor.ts';
import { tinyModel } from '../support/tiny-model.ts';

const model = tinyModel();
const runner = inlineRunner(model);
/** Called too large to be calibrated, so that settle depths come by the logit lens. */
const facts = { ...(await runner.facts()), parameters: 1e9 };
const text = 'abcab';
const prompt = { text, tokens: await runner.tokenize(text), evidence: { from: 0, to: 2 } };
const ask = { runner, model: facts, prompt, seed: 3, shelf: noShelf, options: {} };

/** Log-probabilities behind the last of some tokens, one by one from the model's own logits. */
async function slowly(tokens: readonly TokenId[], hidden: readonly number[] = []): Promise<number[]> {
  const { hooks } = await model.forward({
    tokens: [tokens],
    hooks: ['logits'],
    interventions: hidden.map((key) => ({ kind: 'mask' as const, key })),
  });
  const logits = Array.from(
    at(hooks.get('logits') ?? tensor([0], new Float32Array(0)), 0, tokens.length - 1).data,
  );
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  return logits.map((logit) => logit - Math.log(total));
}

test('next token, strip and the worth of the evidence are the model’s own, read slowly one token at a time', async () => {
  const side = await answerSide(ask, prompt, { samples: 4, temperature: 1, longest: 5 });
  const ids = prompt.tokens.map(({ id }) => id);
  const first = await slowly(ids);
  const order = [...first].sort((a, b) => b - a);
  expect(side.next.entropy).toBeCloseTo(
    first.reduce((sum, x) => sum - x * Math.exp(x), 0),
    4,
  );
  expect(side.next.prob).toBeCloseTo(Math.exp(order[0] ?? 0), 5);
  expect(side.next.margin).toBeCloseTo((order[0] ?? 0) - (order[1] ?? 0), 4);
  let [given, hidden] = [0, 0];
  for (const [i, token] of side.answer.tokens.entries()) {
    const before = [...ids, ...side.answer.tokens.slice(0, i).map(({ id }) => id)];
    const seen = await slowly(before);
    expect(token.prob).toBeCloseTo(Math.exp(seen[token.id] ?? 0), 5);
    expect(seen[token.id]).toBe(Math.max(...seen)); // greedy
    given += seen[token.id] ?? 0;
    hidden += (await slowly(before, [0, 1]))[token.id] ?? 0;
  }
  expect(side.answer.tokens.length).toBeGreaterThan(1);
  expect(side.answer.logProb).toBeCloseTo(given, 3);
  expect(side.effect?.hidden).toBeCloseTo(hidden, 3);
  expect(side.effect?.value).toBeCloseTo(given - hidden, 3);
});

test('nothing scatters where there is no chance: near temperature 0 every sample is the greedy answer', async () => {
  const cold = await answerSide(ask, prompt, { samples: 8, temperature: 1e-5, longest: 3 });
  expect(cold.clusters.map(({ members }) => members.length)).toEqual([8]);
  expect([cold.entropy, cold.interval]).toEqual([0, { low: 0, high: 0 }]);
  const hot = await answerSide(ask, prompt, { samples: 8, temperature: 2, longest: 3 });
  expect(hot.entropy).toBeGreaterThan(1);
  expect(hot.interval.low).toBeLessThanOrEqual(hot.entropy);
});
