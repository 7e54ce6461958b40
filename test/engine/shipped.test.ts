import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Intervention } from '../../models/loaded.ts';
import { openRunner } from '../../src/engine/open.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { rowSeed } from '../../src/engine/sampling.ts';
import { type TokenId, tokenId } from '../../src/kernel/ids.ts';
import type { Progress } from '../../src/kernel/progress.ts';

/** The whole way, from a name to text: source, files, graph, worker, runner. */
const steps: Progress[] = [];
let home: string;
let runner: Runner;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'dotp-engine-'));
  runner = await openRunner({ model: 'shipped', home, env: {}, onProgress: (step) => steps.push(step) });
});
afterAll(async () => {
  await runner.close();
  await rm(home, { recursive: true });
});

const read = async (text: string) => (await runner.tokenize(text)).map(({ id }) => id);
const GREEDY = { temperature: 0, seed: 0 };

const placeOf = (each: Intervention): number => (each.kind === 'mask' ? each.key : (each.position ?? 0));

/** Greedy by whole traces, one a token. */
async function slowGreedy(
  prompt: readonly TokenId[],
  count: number,
  interventions: readonly Intervention[] = [],
) {
  const all = [...prompt];
  for (let i = 0; i < count; i++) {
    const written = interventions.filter((each) => placeOf(each) < all.length);
    const { hooks } = await runner.trace({ tokens: all, hooks: [], logits: 'last', interventions: written });
    const logits = hooks.get('logits')?.data ?? new Float32Array();
    all.push(tokenId(logits.indexOf(Math.max(...logits))));
  }
  return all.slice(prompt.length);
}

test('says on the way what it does, and then what it is', async () => {
  expect(steps.map(({ step }) => step)).toContain('Opening the model');
  const facts = await runner.facts();
  expect(facts).toMatchObject({ name: 'shipped', family: 'llama', device: 'cpu', notes: [] });
  expect(facts.worldWords?.has('Paris')).toBe(true);
});

test('answers what it was taught', async () => {
  const request = { tokens: await read('The capital of France is'), maxTokens: 5, sampling: GREEDY };
  const { samples } = await runner.generate(request);
  expect(samples[0]).toMatchObject({ text: ' Paris.', ended: 'end-token' });
  expect(Math.exp(samples[0]?.logProbs[0] ?? 0)).toBeGreaterThan(0.5);
});

test('writing with the cache is writing without it, interventions and masked words included', async () => {
  const prompt = await read('Mary likes red. John likes blue. Anna likes green. Mary likes');
  const changes: Intervention[][] = [
    [],
    [{ kind: 'mask', key: 2 }],
    [
      { kind: 'head', layer: 2, head: 3, gain: 0 },
      { kind: 'mlp', layer: 1, gain: 0.5, position: prompt.length + 1 },
    ],
  ];
  for (const interventions of changes) {
    const request = { tokens: prompt, maxTokens: 12, sampling: GREEDY, interventions };
    const written = (await runner.generate(request)).samples[0]?.tokens.map(({ id }) => id) ?? [];
    expect(written.length).toBeGreaterThan(1);
    expect(written).toEqual(await slowGreedy(prompt, written.length, interventions));
  }
});

test('samples of one batch are the single runs with their streams', async () => {
  const request = { tokens: await read('The'), maxTokens: 12, stop: ['.'] };
  const { samples } = await runner.generate({
    ...request,
    samples: 5,
    sampling: { temperature: 1, seed: 9 },
  });
  for (const [row, sample] of samples.entries()) {
    const alone = await runner.generate({ ...request, sampling: { temperature: 1, seed: rowSeed(9, row) } });
    expect(alone.samples[0]?.text).toBe(sample.text);
    for (const [i, logProb] of sample.logProbs.entries())
      expect(alone.samples[0]?.logProbs[i]).toBeCloseTo(logProb, 3);
  }
});

test('a prompt longer than the model takes is refused by name, through the thread', async () => {
  const { context } = await runner.facts();
  const tokens = Array.from({ length: context + 1 }, () => tokenId(5));
  await expect(runner.trace({ tokens, hooks: [], logits: 'last' })).rejects.toMatchObject({
    code: 'prompt-too-long',
  });
});

test('a model that nobody knows is refused by name, from the thread', async () => {
  const open = openRunner({ model: 'no-such-model', home, env: {} });
  await expect(open).rejects.toMatchObject({ name: 'ModelError', code: 'model-unknown', exitCode: 2 });
});

test('what could not be had on the way is in the notes', async () => {
  const offline = { HF_ENDPOINT: 'http://127.0.0.1:9', PATH: '', HOME: home }; // nobody listens there, no pip here
  const fallback = await openRunner({ model: 'auto', home, env: offline });
  const { name, notes } = await fallback.facts();
  await fallback.close();
  expect(name).toBe('shipped');
  expect(notes[0]).toContain('SmolLM2-135M-Instruct could not be had');
});
