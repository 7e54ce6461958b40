import { afterAll, describe, expect, test } from 'vitest';
import type { AttributedEdge } from '../../../src/kernel/attributed.ts';
import { gradientGolden, RULES } from '../../support/gradient-goldens.ts';
import { CHECKPOINTS, golden, load } from '../../support/llama-goldens.ts';
import { placeNames } from '../../support/place-names.ts';

/** Every edge at once against the edges of every node, one by one: keys and values summed over who finds them. */
describe.each(CHECKPOINTS)('all edges of %s', async (name) => {
  const { opened, tokens } = await golden(name);
  const { metric } = await gradientGolden(name);
  const model = await load(opened);
  afterAll(() => model.close());
  const [clean = [], other = []] = tokens;
  const { heads, kvHeads, layers } = model.facts;
  const named = placeNames({ layers, heads, tokens: clean.length });

  const port = ({ from, to, via }: AttributedEdge): string => {
    const receiver = named(to);
    const head = receiver.head ?? 0;
    const of = via === 'key' || via === 'value' ? Math.floor(head / (heads / kvHeads)) : head;
    return `${named(from).name} → ${via} ${receiver.layer}.${of}`;
  };

  test.each(RULES)('%s', async (rules) => {
    const request = {
      tokens: clean,
      metric: metric[0] ?? [],
      rules,
      points: [0.2, 0.6].map((share) => ({ from: other, share })),
    };
    const got = await model.edgeTotals(request);
    const { edges, nodes, embeddings } = await model.attribute({ ...request, edges: { top: 1e6 } });
    const ports = new Map<string, number>();
    for (const edge of edges?.list ?? []) ports.set(port(edge), (ports.get(port(edge)) ?? 0) + edge.score);
    const absolute = [...ports.values()].reduce((sum, score) => sum + Math.abs(score), 0);
    expect(Math.abs(got.absolute - absolute) / absolute).toBeLessThan(1e-4);
    const scores = [...nodes.data, ...embeddings.data].reduce((sum, score) => sum + score, 0);
    expect(Math.abs(got.sum - scores) / absolute).toBeLessThan(1e-4);
    expect(got.count).toBeGreaterThanOrEqual(ports.size);
  });
});
