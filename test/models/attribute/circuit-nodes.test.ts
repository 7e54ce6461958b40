import { afterAll, expect, test } from 'vitest';
import type { AttributeRequest } from '../../../models/loaded.ts';
import { tensor } from '../../../src/kernel/tensor.ts';
import { openShipped } from '../../support/shipped.ts';

const { model, close } = await openShipped();
afterAll(close);
const { layers, heads } = model.facts;

const own = model.text.encode('The capital of France is');
const other = model.text.encode('The capital of Italy is');
const size = layers * own.length * (heads + 1);
const hooks = Array.from({ length: layers }, (_, l) => [
  `blocks.${l}.attn.hook_z`,
  `blocks.${l}.hook_mlp_out`,
]);
const run = await model.forward({ tokens: [other], hooks: hooks.flat() });
const values = {
  heads: hooks.map(([z = '']) => run.hooks.get(z) ?? nothing()),
  mlps: hooks.map(([, mlp = '']) => run.hooks.get(mlp) ?? nothing()),
};
const [answer, rival] = [model.text.encode(' Paris').at(-1), model.text.encode(' Rome').at(-1)];
if (answer === undefined || rival === undefined) throw new Error('no answers');
const position = own.length - 1;

const request = (top: number, choose: 'score' | 'circuit'): AttributeRequest => ({
  tokens: own,
  metric: [
    { token: answer, position, weight: 1 },
    { token: rival, position, weight: -1 },
  ],
  rules: 'exact',
  points: [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => ({ from: other, share })),
  baseline: { values, rows: [other] },
  edges: { top, choose },
});

async function chosen(top: number, choose: 'score' | 'circuit'): Promise<number[]> {
  const { edges } = await model.attribute(request(top, choose));
  return (edges?.receivers ?? []).map(({ place }) => place).filter((place) => place < size);
}

/** What each node would add with only `live` live, and the metric there: node by node, number by number. */
async function returns(live: readonly number[]): Promise<{ metric: number; scores: number[] }> {
  const gates = new Float32Array(size);
  for (const place of live) gates[place] = 1;
  const { metric } = request(1, 'score');
  const found = await model.gradients({
    tokens: [own],
    metric: [metric],
    rules: 'exact',
    hooks: [],
    gradients: hooks.flat(),
    patch: { gates: tensor([1, layers, own.length, heads + 1], gates), values },
  });
  const mine = await model.forward({ tokens: [own], hooks: hooks.flat() });
  const scores = Array.from({ length: size }, (_, place) => {
    const unit = place % (heads + 1);
    const at = Math.floor(place / (heads + 1));
    const [layer, t] = [Math.floor(at / own.length), at % own.length];
    const hook = hooks[layer]?.[unit === heads ? 1 : 0] ?? '';
    const [g, x] = [found.gradients.get(hook)?.data ?? [], mine.hooks.get(hook)?.data ?? []];
    const base = (unit === heads ? values.mlps : values.heads)[layer]?.data ?? [];
    const width = x.length / own.length / (unit === heads ? 1 : heads);
    const from = unit === heads ? t * width : (t * heads + unit) * width;
    let sum = 0;
    for (let i = from; i < from + width; i++) sum += ((x[i] ?? 0) - (base[i] ?? 0)) * (g[i] ?? 0);
    return sum;
  });
  return { metric: found.metric[0] ?? Number.NaN, scores };
}

test('a quarter are the leading nodes, no node twice, as many as asked', async () => {
  const [circuit, leading] = [await chosen(20, 'circuit'), await chosen(20, 'score')];
  expect(circuit).toHaveLength(20);
  expect(new Set(circuit).size).toBe(20);
  expect(circuit.slice(0, 5)).toEqual(leading.slice(0, 5));
});

test('each round adds those whose return closes most of what is missing', async () => {
  const circuit = await chosen(20, 'circuit');
  const { metric: full } = await model.attribute(request(0, 'score'));
  for (const round of [1, 2, 3]) {
    const live = circuit.slice(0, 5 * round);
    const { metric, scores } = await returns(live);
    const missing = Math.sign(full - metric);
    const best = scores
      .map((score, place) => ({ place, closes: live.includes(place) ? 0 : missing * score }))
      .sort((x, y) => y.closes - x.closes)
      .slice(0, 5);
    expect(circuit.slice(5 * round, 5 * round + 5)).toEqual(best.map(({ place }) => place));
  }
});

test('more than there are is all that do anything; none is none', async () => {
  const all = await chosen(1e6, 'circuit');
  expect(all.length).toBeLessThanOrEqual(size);
  expect(all.length).toBeGreaterThan(size / 4);
  expect(await chosen(0, 'circuit')).toEqual([]);
});

function nothing(): never {
  throw new Error('a hook is missing');
}
