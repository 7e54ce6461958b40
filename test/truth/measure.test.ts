import { afterAll, expect, test } from 'vitest';
import { measurePrompt } from '../../bench/truth/measure-prompt.ts';
import { type BaselineResult, counts, type PromptResult } from '../../bench/truth/result.ts';
import { nodeAt } from '../../src/analysis/node-space.ts';
import { causalReceipt } from '../../src/dispatch/causal-receipt.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { readCounterfactual } from '../../src/dispatch/given-counterfactual.ts';
import { measureEffects } from '../../src/dispatch/measure-effects.ts';
import { nodeValues } from '../../src/dispatch/node-values.ts';
import { nodeSpace } from '../../src/dispatch/patched-metrics.ts';
import { scoreNodes } from '../../src/dispatch/score-nodes.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
const model = await runner.facts();
afterAll(close);

const asked = {
  task: 'capital',
  prompt: 'The capital of France is',
  answers: [' Paris'],
  counterfactual: { prompt: 'The capital of Italy is', answers: [' Rome'] },
};
const result = await measurePrompt(runner, model, asked, [5, 25]);
const measured: BaselineResult = result.given?.measured ?? missing();

test('the one batch says what the calls of a trace say one by one', async () => {
  const prompt = { text: asked.prompt, tokens: await runner.tokenize(asked.prompt) };
  const ask: Ask = { runner, model, prompt, seed: 0, shelf: emptyShelf(), options: {} };
  const [answer = missing()] = await runner
    .tokenize(`${asked.prompt} Paris`)
    .then((tokens) => tokens.slice(-1));
  const given = await readCounterfactual(ask, answer, asked.counterfactual.prompt);
  const position = prompt.tokens.length - 1;
  const rival = given.finding.answer;
  const values = await nodeValues(ask, given);
  const terms = [
    { token: answer.id, position, weight: 1 },
    { token: rival.id, position, weight: -1 },
  ];
  const metric = { kind: 'logitDiff' as const, tokens: [answer, rival], position, value: 0 };
  expect(measured.rival).toBe(' Rome');
  for (const mode of ['averaged', 'exact', 'frozen'] as const) {
    const scored = await scoreNodes(ask, terms, given, values, mode);
    const leading = [...scored].sort((a, b) => Math.abs(b.score) - Math.abs(a.score)).map(({ id }) => id);
    const { r } = await measureEffects(ask, metric, scored, values, 48);
    expect(measured.modes[mode]?.r, mode).toBeCloseTo(r ?? Number.NaN, 5);
    for (const [i, size] of [5, 25].entries()) {
      const drawn = leading.slice(0, size);
      const receipt = await causalReceipt(ask, { metric, drawn, ranked: [] }, given, values);
      expect(measured.modes[mode]?.sufficiency[i]).toBeCloseTo(receipt.sufficiency ?? Number.NaN, 4);
      if (size !== 25) continue;
      expect(measured.modes[mode]?.necessity).toBeCloseTo(receipt.necessity ?? Number.NaN, 4);
      if (mode === 'averaged') expect(measured.random?.p95).toBeCloseTo(receipt.random.p95 ?? Number.NaN, 4);
    }
  }
  expect(nodeAt(nodeSpace(ask), measured.nodes - 1)).toBe(`M${model.layers - 1}@${position}`);
});

test('it is a prompt that counts: right before and after', () => {
  expect(result).toMatchObject({
    says: { text: ' Paris', right: true },
    given: { says: { text: ' Rome', right: true } },
  });
  expect(counts(result)).toBe(true);
  const wrong: PromptResult = { ...result, says: { ...result.says, right: false } };
  expect(counts(wrong)).toBe(false);
});

test('what was found by itself is said, and measured where it is not the given one', () => {
  expect(result.found).toMatchObject({ source: 'auto', sameKind: true });
  expect(result.found.edits.join()).toMatch(/^ France → /);
  expect(result.withFound?.modes.averaged?.r).toBeGreaterThan(0.8);
});

test.each([
  ['The capital of France was once', 'counterfactual-unequal'],
  ['The capital of France is', 'counterfactual-same'],
  ['One capital of France is', 'the answer stays the same'],
])('a counterfactual that is none is left out and said: %s', async (prompt, refused) => {
  const other = { ...asked, counterfactual: { prompt, answers: [' Rome'] } };
  const again = await measurePrompt(runner, model, other, [5]);
  expect(again.given).toMatchObject({ refused });
  expect(counts(again)).toBe(false);
});

function missing(): never {
  throw new Error('nothing was measured');
}
