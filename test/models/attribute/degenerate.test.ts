import { afterAll, describe, expect, test } from 'vitest';
import type { AttributeRequest } from '../../../models/loaded.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import { RULES } from '../../support/gradient-goldens.ts';
import { golden, load } from '../../support/llama-goldens.ts';
import { placeNames } from '../../support/place-names.ts';

const { opened, tokens } = await golden('grouped-linear');
const model = await load(opened);
afterAll(() => model.close());
const [clean = [], other = []] = tokens;
const { layers, heads } = model.facts;
const last = clean.length - 1;
const term = { token: tokenId(3), position: last, weight: 1 };
const good: AttributeRequest = { tokens: clean, metric: [term], rules: 'exact' };
const ask = (part: Partial<AttributeRequest>) => model.attribute({ ...good, ...part });

test('no receiver but the logit: direct edges from everything at the last token', async () => {
  const { edges } = await ask({ edges: { top: 0 } });
  const name = placeNames({ layers, heads, tokens: clean.length });
  expect(edges?.receivers.map(({ place, count }) => [name(place).name, count])).toEqual([
    ['logit', 1 + layers * (heads + 1)],
  ]);
  expect(edges?.list.map(({ from, via }) => [name(from).name, via])).toEqual([[`E@${last}`, 'logit']]);
});

test.each(['heads', 'mlps'] as const)('only %s are receivers where they are named', async (only) => {
  const whole = await ask({ edges: { top: 1e6, only } });
  const name = placeNames({ layers, heads, tokens: clean.length });
  const receivers = whole.edges?.receivers.map(({ place }) => name(place).name) ?? [];
  expect(receivers.pop()).toBe('logit');
  expect(receivers.length).toBeGreaterThan(10);
  expect(receivers.every((each) => each.startsWith(only === 'heads' ? 'L' : 'M'))).toBe(true);
  const size = (place: number) => Math.abs(whole.nodes.data[place] ?? 0);
  const sizes = whole.edges?.receivers.slice(0, -1).map(({ place }) => size(place)) ?? [];
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
});

describe.each(RULES)('a prompt of one token, %s', (rules) => {
  test('has values and MLPs to read, and no pattern that could change', async () => {
    const { edges, nodes, embeddings } = await ask({
      tokens: clean.slice(0, 1),
      metric: [{ ...term, position: 0 }],
      rules,
      edges: { top: 1e6 },
    });
    expect(new Set(edges?.list.map(({ via }) => via))).toEqual(new Set(['value', 'mlp', 'logit']));
    const embedding = layers * (heads + 1);
    const leaving = edges?.list.filter(({ from }) => from === embedding) ?? [];
    const sum = leaving.reduce((total, { score }) => total + score, 0);
    const largest = Math.max(...nodes.data.map(Math.abs));
    expect(Math.abs(sum - (embeddings.data[0] ?? Number.NaN)) / largest).toBeLessThan(1e-4);
  });
});

test('a metric of nothing scores nothing and has no receiver but the logit', async () => {
  const { metric, nodes, edges } = await ask({ metric: [], edges: { top: 10 } });
  expect([metric, nodes.data.every((score) => score === 0)]).toEqual([0, true]);
  expect(edges).toEqual({ list: [], receivers: [{ place: expect.any(Number), count: 0, absolute: 0 }] });
});

test.each([
  ['no points', { points: [] }, 'attribution-invalid'],
  ['a negative number of nodes', { edges: { top: -1 } }, 'attribution-invalid'],
  ['no number of nodes', { edges: { top: Number.NaN } }, 'attribution-invalid'],
  ['points of other length', { points: [{ from: other.slice(1), share: 0.5 }] }, 'rows-unequal'],
  ['a metric beyond the prompt', { metric: [{ ...term, position: last + 1 }] }, 'metric-invalid'],
  [
    'a baseline without versions',
    { baseline: { values: { heads: [], mlps: [] }, rows: [] } },
    'rows-unequal',
  ],
  [
    'a baseline of no layers',
    { baseline: { values: { heads: [], mlps: [] }, rows: [other] } },
    'place-outside-run',
  ],
])('%s is refused in words', async (_, part, code) => {
  await expect(ask(part)).rejects.toMatchObject({ code });
});
