import { afterAll, expect, test } from 'vitest';
import { FAMILIES } from '../../../models/families/registry.ts';
import { openWeights } from '../../../models/formats/open.ts';
import type { AttributeRequest } from '../../../models/loaded.ts';
import { totalHooks } from '../../../models/session/attribute-hooks.ts';
import { differences } from '../../../models/session/attribute-nodes.ts';
import { attributionRun } from '../../../models/session/attribute-run.ts';
import { senderOf } from '../../../models/session/edge-places.ts';
import { type EdgeSession, edgeSession } from '../../../models/session/edge-session.ts';
import { edgeTotals } from '../../../models/session/edge-totals.ts';
import { weightFolder } from '../../../models/session/weight-folder.ts';
import { blockHook } from '../../../src/kernel/hooks.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import { RULES } from '../../support/gradient-goldens.ts';
import { load, TEST_CACHE } from '../../support/llama-goldens.ts';
import { smollm2Gguf } from '../../support/smollm2.ts';

const opened = await openWeights(await smollm2Gguf(), { cacheFolder: TEST_CACHE });
const model = await load(opened);
afterAll(() => model.close());

const clean = model.text.encode('The capital of France is the city of');
const other = model.text.encode('The capital of Germany is the city of');
const [right, wrong] = [' Paris', ' Berlin'].map((word) => model.text.encode(word).at(-1) ?? tokenId(0));
if (right === undefined || wrong === undefined) throw new Error('two words, two tokens');
const position = clean.length - 1;
const { layers } = model.facts;
const request: AttributeRequest = {
  tokens: clean,
  metric: [
    { token: right, position, weight: 1 },
    { token: wrong, position, weight: -1 },
  ],
  rules: 'exact',
};

test('frozen, against nothing: embeddings alone are the metric, the model has no biases', async () => {
  const { metric, embeddings, biases } = await model.attribute({ ...request, rules: 'frozen' });
  const sum = embeddings.data.reduce((total, score) => total + score, 0);
  expect(biases).toBe(0);
  expect(Math.abs(sum - metric) / Math.abs(metric)).toBeLessThan(1e-4);
});

/** Against the other prompt, averaged over five points between them. */
async function averaged(rules: AttributeRequest['rules']): Promise<AttributeRequest> {
  const all = Array.from({ length: layers }, (_, layer) => layer);
  const [heads, mlps] = [
    all.map((layer) => blockHook(layer, 'attn.hook_z')),
    all.map((layer) => blockHook(layer, 'hook_mlp_out')),
  ];
  const { hooks } = await model.forward({ tokens: [other], hooks: [...heads, ...mlps] });
  const values = (names: readonly string[]) => names.flatMap((name) => hooks.get(name) ?? []);
  return {
    ...request,
    rules,
    points: [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => ({ from: other, share })),
    baseline: { values: { heads: values(heads), mlps: values(mlps) }, rows: [other] },
  };
}

test.each(RULES)('%s: edges that leave a node add up to its score, for every node', async (rules) => {
  const ask = await averaged(rules);
  const { nodes, embeddings } = await model.attribute(ask);
  const context = {
    family: FAMILIES.llama,
    model: opened.description,
    weights: opened.weights,
    folder: await weightFolder(opened.weights, TEST_CACHE),
  };
  const gradients = { run: model.gradients, close: async () => {} };
  const run = await attributionRun(gradients, ask, totalHooks(ask, layers), model.facts);
  const session = edgeSession(context);
  const leaving = new Map<string, number>();
  const summing: EdgeSession = {
    ...session,
    async total(inputs, sent, of) {
      const scored = await session.score(inputs, sent, of);
      for (const { input, score } of scored)
        for (const source of input.way.sources)
          for (let sender = 0; sender < input.way.senders; sender++) {
            const key = `${source} ${sender}`;
            leaving.set(key, (leaving.get(key) ?? 0) + score(source, sender));
          }
      return scored;
    },
  };
  await edgeTotals(context, summing, { request: ask, run, sent: await differences(context, ask, run) });
  await session.close();
  const places = { layers, heads: model.facts.heads, tokens: clean.length };
  const scores = [...nodes.data, ...embeddings.data];
  const largest = Math.max(...scores.map(Math.abs));
  scores.forEach((score, place) => {
    const { position, sender } = senderOf(places, place);
    const sum = leaving.get(`${position} ${sender}`) ?? 0;
    expect(Math.abs(sum - score), `place ${place}`).toBeLessThan(
      1e-4 * Math.max(Math.abs(score), 0.1 * largest),
    );
  });
});

test.each(RULES)('%s: totals of all edges, and of those into 40 nodes', async (rules) => {
  const ask = await averaged(rules);
  const { sum, absolute, count } = await model.edgeTotals(ask);
  const { nodes, embeddings, edges } = await model.attribute({ ...ask, edges: { top: 40 } });
  const scores = [...nodes.data, ...embeddings.data].reduce((total, score) => total + score, 0);
  expect(Math.abs(sum - scores) / absolute).toBeLessThan(1e-4);
  expect(count).toBeGreaterThan(1e5);
  expect(edges?.receivers).toHaveLength(41);
  const listed = (edges?.list ?? []).reduce((total, { score }) => total + Math.abs(score), 0);
  const whole = (edges?.receivers ?? []).reduce((total, each) => total + each.absolute, 0);
  expect(listed).toBeGreaterThan(0.05 * whole);
  expect(listed).toBeLessThanOrEqual(whole * (1 + 1e-4));
});

test('edges among all nodes of a model of this size are refused in words, not listed', async () => {
  await expect(model.attribute({ ...request, edges: { top: 1e6 } })).rejects.toMatchObject({
    code: 'attribution-invalid',
    what: expect.stringMatching(/\d+ edges among these \d+ nodes/),
  });
});
