import { afterAll, describe, expect, test } from 'vitest';
import type { AttributeRequest } from '../../../models/loaded.ts';
import type { Attributed, AttributedEdge } from '../../../src/kernel/attributed.ts';
import { blockHook } from '../../../src/kernel/hooks.ts';
import { at, dot, type Tensor } from '../../../src/kernel/tensor.ts';
import { gradientGolden, RULES } from '../../support/gradient-goldens.ts';
import { CHECKPOINTS, golden, load } from '../../support/llama-goldens.ts';
import { placeNames } from '../../support/place-names.ts';

const EVERY = 1e6;

describe.each(CHECKPOINTS)('%s', async (name) => {
  const { opened, tokens } = await golden(name);
  const { metric } = await gradientGolden(name);
  const model = await load(opened);
  afterAll(() => model.close());
  const [clean = [], other = []] = tokens;
  const { layers, heads } = model.facts;
  const named = placeNames({ layers, heads, tokens: clean.length });
  const points = [0.1, 0.5, 0.9].map((share) => ({ from: other, share }));
  const ask = (part: Partial<AttributeRequest>) =>
    model.attribute({
      tokens: clean,
      metric: metric[1] ?? [],
      rules: 'exact',
      edges: { top: EVERY },
      ...part,
    });

  test.each(
    RULES.flatMap((rules) => [
      [rules, 'at the prompt', {}] as const,
      [rules, 'averaged over points', { points }] as const,
    ]),
  )('edges that leave a node add up to its score: %s, %s', async (rules, _, part) => {
    const got = await ask({ rules, ...part });
    const leaving = sums(got, ({ from }) => from);
    const scores = [...got.nodes.data, ...got.embeddings.data];
    const largest = Math.max(...scores.map(Math.abs));
    scores.forEach((score, place) => {
      expect(Math.abs((leaving.get(place) ?? 0) - score) / largest, named(place).name).toBeLessThan(1e-4);
    });
  });

  test.each(RULES)(
    '%s gradients at what a layer’s heads, and its MLP, read are what the stream’s gradient gains there',
    async (rules) => {
      const got = await ask({ rules });
      const streams = Array.from({ length: layers }, (_, i) => [
        blockHook(i, 'hook_resid_pre'),
        blockHook(i, 'hook_resid_mid'),
        blockHook(i, 'hook_resid_post'),
      ]).flat();
      const run = await model.gradients({
        tokens: [clean],
        metric: [metric[1] ?? []],
        rules,
        hooks: ['hook_embed'],
        gradients: streams,
      });
      const embedded = run.hooks.get('hook_embed') ?? none();
      const gradient = (hook: string): Tensor => run.gradients.get(hook) ?? none();
      const largest = Math.max(...got.embeddings.data.map(Math.abs));
      const embeddings = (got.edges?.list ?? []).filter(({ from }) => named(from).layer < 0);
      for (let layer = 0; layer < layers; layer++)
        for (let t = 0; t < clean.length; t++) {
          const gain = (before: Tensor, after: Tensor): number =>
            dot(at(embedded, 0, t).data, at(before, 0, t).data) -
            dot(at(embedded, 0, t).data, at(after, 0, t).data);
          const into = (mlp: boolean): number =>
            embeddings
              .filter(({ from, to, via }) => {
                const receiver = named(to);
                return named(from).position === t && receiver.layer === layer && (via === 'mlp') === mlp;
              })
              .reduce((sum, { score }) => sum + score, 0);
          const [pre, mid, post] = streams.slice(3 * layer, 3 * layer + 3).map(gradient);
          if (pre === undefined || mid === undefined || post === undefined) throw none();
          expect(Math.abs(into(false) - gain(pre, mid)) / largest).toBeLessThan(1e-4);
          expect(Math.abs(into(true) - gain(mid, post)) / largest).toBeLessThan(1e-4);
        }
    },
  );

  test('totals of a receiver are those of its edges, from every node whether it is chosen or not', async () => {
    const whole = await ask({ points });
    const some = await ask({ points, edges: { top: 5 } });
    expect(some.edges?.receivers.map(({ place }) => named(place).name)).toHaveLength(6);
    for (const { place, count, absolute } of some.edges?.receivers ?? []) {
      const into = (whole.edges?.list ?? []).filter(({ to }) => to === place);
      const sum = into.reduce((total, { score }) => total + Math.abs(score), 0);
      expect(Math.abs(absolute - sum) / (sum || 1), named(place).name).toBeLessThan(1e-4);
      expect(count).toBeGreaterThanOrEqual(into.length); // nodes that score exactly 0 are not in any list
    }
  });
});

function sums({ edges }: Attributed, by: (edge: AttributedEdge) => number): Map<number, number> {
  const found = new Map<number, number>();
  for (const edge of edges?.list ?? []) found.set(by(edge), (found.get(by(edge)) ?? 0) + edge.score);
  return found;
}

function none(): never {
  throw new Error('not fetched');
}
