import { afterAll, expect, test } from 'vitest';
import { identityPrompt } from '../../src/analysis/identity-prompt.ts';
import type { ReadingName, SelfReading } from '../../src/analysis/self-finding.ts';
import { crossingOf, leadingTokens, selfReading } from '../../src/analysis/self-reading.ts';
import { placedPrompt, selfRuns } from '../../src/dispatch/self-runs.ts';
import { blockHook } from '../../src/kernel/hooks.ts';
import type { Token } from '../../src/kernel/ids.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { at } from '../../src/kernel/tensor.ts';
import { openInline } from '../support/shipped.ts';
import { smollm2Gguf } from '../support/smollm2.ts';

const { runner, close } = await openInline(await smollm2Gguf());
afterAll(close);
const model = await runner.facts();
const ask = { runner, model, options: {} };
const tokens = await runner.tokenize('When Mary and John went to the store, John gave a drink to');
const hooks = Array.from({ length: model.layers }, (_, layer) => blockHook(layer, 'hook_resid_pre'));
const trace = await runner.trace({ tokens: tokens.map(({ id }) => id), hooks });
const last = tokens.length - 1;
const states = hooks.flatMap((hook) => {
  const found = trace.hooks.get(hook);
  return found === undefined ? [] : [at(found, 0, last).data];
});

async function read(reading: ReadingName, target: Token): Promise<SelfReading> {
  const placed = await placedPrompt(ask, identityPrompt(model), reading);
  const runs = await selfRuns(ask, placed, states, 2, randomFrom(1));
  const names = new Map((await runner.describe(leadingTokens(runs))).map((each) => [each.id, each]));
  return selfReading(reading, runs, target, names);
}

test('early states name their token, late ones the next word, random vectors neither; the curves cross', async () => {
  const [to] = tokens.slice(-1);
  const [mary] = tokens.filter(({ text }) => text === ' Mary');
  if (to === undefined || mary === undefined) throw new Error('other tokens than the prompt has');
  const [is, says] = [await read('is', to), await read('says', mary)];
  for (const layer of [0, 3, 6, 9]) {
    expect(is.layers[layer]?.top[0]?.text).toBe(' to');
    expect(says.layers[layer]?.target).toBeLessThan(0.01);
  }
  for (const layer of [24, 27, 29]) {
    expect(says.layers[layer]?.top[0]?.text).toBe(' Mary');
    expect(is.layers[layer]?.target).toBeLessThan(0.01);
    expect(is.layers[layer]?.given).toBe('unpatched');
  }
  for (const { random } of [...is.layers, ...says.layers]) expect(random).toBeLessThan(0.05);
  expect(crossingOf(is.layers, says.layers)).toBe(24);
});
