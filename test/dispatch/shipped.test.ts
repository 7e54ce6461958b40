import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { replySchema } from '../../src/dispatch/schema.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { directParts } from '../support/direct-parts.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
const house = await houseAround(runner);
afterAll(close);

const prompts: readonly { task: string; prompt: string; answer: string }[] = JSON.parse(
  readFileSync(new URL('../../models/teaching/prompts.json', import.meta.url), 'utf8'),
);

test('the parts of 50 prompts of every kind sum to what the model says, to 1e-4 of it', async () => {
  const every = Math.floor(prompts.length / 50);
  const chosen = prompts.filter((_, i) => i % every === 0).slice(0, 50);
  expect(chosen).toHaveLength(50);
  for (const { prompt } of chosen) {
    const { sum, metric } = await directParts(runner, prompt);
    expect(Math.abs(sum - metric.value), prompt).toBeLessThanOrEqual(1e-4 * Math.abs(metric.value));
  }
});

test('every reply holds to the schema, and its picture has its size and words', async () => {
  const messages = [
    '.p/reflect.trace{mode=qk}',
    '.p/reflect.trace{target=attribution}',
    '.p/reflect.lens{positions=all}',
    '.p/model.info',
  ];
  for (const message of messages) {
    const [answer] = await answersOf(`${message} The capital of France is`, house);
    expect(replySchema.safeParse(answer?.reply).error).toBeUndefined();
    expect(answer?.reply.pictures).toMatchObject([{ width: 1520, height: 968 }]);
    expect(answer?.reply.pictures[0]?.alt.length).toBeGreaterThan(20);
  }
});

test('a reply survives JSON, and the same picture is drawn from what was stored', async () => {
  const [answer] = await answersOf('.p/reflect.trace The capital of France is', house);
  const stored = replySchema.parse(JSON.parse(JSON.stringify(answer?.reply)));
  expect(stored).toEqual(answer?.reply);
  const [again] = await answersOf('.p/reflect.trace The capital of France is', house);
  expect(Buffer.from(again?.drawn?.png ?? []).equals(Buffer.from(answer?.drawn?.png ?? missing()))).toBe(
    true,
  );
});

test('toggle redraws the last picture from the stored finding: QK, then OV, no run of the model', async () => {
  const [first] = await answersOf('.p/reflect.trace The capital of France is', house);
  const closedHouse = {
    ...house,
    runner: (): Promise<Runner> => Promise.reject(new Error('the model was run')),
  };
  const [qk, ov] = await answersOf('toggle\ntoggle', closedHouse);
  expect([qk?.reply.params.mode, ov?.reply.params.mode]).toEqual(['qk', 'ov']);
  expect(qk?.reply.findings).toEqual(first?.reply.findings);
  expect([first?.figure?.kind, qk?.figure?.kind, ov?.figure?.kind]).toEqual([
    'attribution',
    'attention',
    'writes',
  ]);
});

test('a prompt is remembered for the next command of the thread', async () => {
  const [, lens] = await answersOf(
    '.p/reflect.trace The capital of Italy is\n.p/reflect.lens',
    await houseAround(runner),
  );
  expect(lens?.reply.prompt.text).toBe('The capital of Italy is');
});

test('a rival that is named is the rival; none explains the bare logit', async () => {
  const [named] = await answersOf('.p/reflect.trace{against="Rome"} The capital of France is', house);
  const { metric } = findingOf(named?.reply ?? missing(), 'direct');
  expect(metric.tokens.map(({ text }) => text)).toEqual([' Paris', ' Rome']);
  const [bare] = await answersOf('.p/reflect.trace{against=none} The capital of France is', house);
  expect(findingOf(bare?.reply ?? missing(), 'direct').metric.kind).toBe('logit');
});

test('the answer is no rival of itself', async () => {
  await expect(
    answersOf('.p/reflect.trace{against="Paris"} The capital of France is', house),
  ).rejects.toMatchObject({
    code: 'answer-is-rival',
  });
});

test('a word outside its world gets a caveat that names it and the real model', async () => {
  const [answer] = await answersOf('.p/reflect.trace The capital of Zorvania is', house);
  expect(answer?.reply.caveats.join(' ')).toMatch(/Zorvania.*SmolLM2-135M-Instruct/);
  const [known] = await answersOf('.p/reflect.trace The capital of France is', house);
  expect(known?.reply.caveats.join(' ')).not.toMatch(/never saw/);
});

test('a prompt longer than the model takes is refused before it runs', async () => {
  await expect(answersOf(`.p/reflect.lens ${'a '.repeat(600)}`, house)).rejects.toMatchObject({
    code: 'prompt-too-long',
  });
});

function missing(): never {
  throw new Error('no answer');
}
