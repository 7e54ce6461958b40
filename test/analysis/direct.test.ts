import fc from 'fast-check';
import { expect, test } from 'vitest';
import { direct } from '../../src/analysis/direct.ts';
import { directGraph } from '../../src/analysis/direct-graph.ts';
import type { Metric } from '../../src/analysis/findings.ts';
import { metricOf, metricWeights } from '../../src/analysis/metric.ts';
import { lastRow } from '../../src/analysis/next.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { at } from '../../src/kernel/tensor.ts';
import { TINY, tinyTrace } from '../support/tiny-trace.ts';

const token = (id: number) => ({ id: tokenId(id), text: `t${id}` });

function scoresOf(seed: number, rival?: number) {
  const tiny = tinyTrace(seed);
  const metric = metricOf(
    lastRow(tiny.trace),
    TINY.tokens - 1,
    token(2),
    rival === undefined ? undefined : token(rival),
  );
  return { tiny, metric, scores: direct(tiny.trace, tiny.directionOf(metricWeights(metric)), metric) };
}

test('the parts sum to the logit, for any model, and to the logit difference', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.option(fc.integer({ min: 3, max: 10 })),
      (seed, rival) => {
        const { scores, metric } = scoresOf(seed, rival ?? undefined);
        expect(Math.abs(scores.error)).toBeLessThan(1e-5 * (1 + Math.abs(metric.value)));
      },
    ),
    { numRuns: 60 },
  );
});

test('what a head reads from each token sums to what it writes', () => {
  const { scores } = scoresOf(7);
  for (const { node, score } of scores.parts.filter(({ node }) => node.startsWith('L'))) {
    const reads = scores.paths
      .filter((path) => path.node === node)
      .reduce((sum, path) => sum + path.score, 0);
    expect(reads).toBeCloseTo(score, 6);
  }
});

test('a head’s score is the logit that is lost when its output is taken away, norm kept', () => {
  const { tiny, scores, metric } = scoresOf(3);
  const last = TINY.tokens - 1;
  const z = at(tiny.trace.hooks.get('blocks.1.attn.hook_z') ?? missing(), 0, last, 2).data;
  const scale = at(tiny.trace.hooks.get('ln_final.hook_scale') ?? missing(), 0, last).data[0] ?? 0;
  const resid = at(tiny.trace.hooks.get('blocks.1.hook_resid_post') ?? missing(), 0, last).data;
  const without = resid.map(
    (x, i) => x - z.reduce((sum, zd, d) => sum + zd * (tiny.outputs[1]?.[2]?.[d]?.[i] ?? 0), 0),
  );
  const logit = without.reduce((sum, x, i) => sum + (x * (tiny.unembedding[2]?.[i] ?? 0)) / scale, 0);
  expect(scores.parts.find(({ node }) => node === `L1H2@${last}`)?.score).toBeCloseTo(
    metric.value - logit,
    5,
  );
});

test('a head that looks at nothing but token 1 reads from nothing but token 1', () => {
  const { tiny, metric } = scoresOf(5);
  const pattern = tiny.trace.hooks.get('blocks.0.attn.hook_pattern') ?? missing();
  at(pattern, 0, 1, TINY.tokens - 1).data.set([0, 1, 0, 0]);
  const scores = direct(tiny.trace, tiny.directionOf(metricWeights(metric)), metric);
  const reads = scores.paths.filter(({ node }) => node === `L0H1@${TINY.tokens - 1}`);
  expect(reads.filter(({ score }) => score !== 0).map(({ from }) => from)).toEqual([1]);
});

test('biases and constants are parts like any other', () => {
  const { tiny, metric } = scoresOf(9);
  const toward = { ...tiny.directionOf(metricWeights(metric)), constant: 0.25, biases: 2 };
  const scale = at(tiny.trace.hooks.get('ln_final.hook_scale') ?? missing(), 0, metric.position).data[0] ?? 0;
  expect(direct(tiny.trace, toward, metric).parts.at(-1)).toEqual({ node: 'B', score: 0.25 + 2 / scale });
});

test('a run without a hook is refused by the hook’s name', () => {
  const { tiny, metric } = scoresOf(1);
  const hooks = new Map(tiny.trace.hooks);
  hooks.delete('blocks.1.hook_mlp_out');
  const again = () => direct({ ...tiny.trace, hooks }, tiny.directionOf(metricWeights(metric)), metric);
  expect(again).toThrow(/blocks\.1\.hook_mlp_out/);
});

test('the graph draws the largest parts and says what share they carry', () => {
  const { scores } = scoresOf(11, 4);
  const graph = directGraph(scores, { depth: 2, top: 4 });
  const sizes = scores.parts.map(({ score }) => Math.abs(score)).sort((a, b) => b - a);
  const drawn = graph.edges.filter(({ to }) => to === 'logit');
  expect(drawn.map(({ score }) => Math.abs(score))).toEqual(sizes.slice(0, 4));
  expect(graph.shown.share).toBeCloseTo(sum(sizes.slice(0, 4)) / sum(sizes), 10);
  expect(graph.shown).toMatchObject({ nodes: 4, ofNodes: scores.parts.length, edges: graph.edges.length });
});

test('every edge ends at nodes that are drawn; one hop draws no reads', () => {
  const { scores } = scoresOf(12);
  const graph = directGraph(scores, { depth: 2, top: 6 });
  const ids = new Set(graph.nodes.map(({ id }) => id));
  expect(graph.edges.every(({ from, to }) => ids.has(from) && ids.has(to))).toBe(true);
  expect(directGraph(scores, { depth: 1, top: 6 }).edges.every(({ to }) => to === 'logit')).toBe(true);
});

test('the metric is what the logits say', () => {
  const logits = Float32Array.from([1, 2, 4]);
  const difference: Metric = metricOf(logits, 3, token(2), token(0));
  expect([difference.kind, difference.value]).toEqual(['logitDiff', 3]);
  expect(metricOf(logits, 3, token(1), undefined)).toMatchObject({ kind: 'logit', value: 2 });
  expect([...metricWeights(difference)]).toEqual([
    [2, 1],
    [0, -1],
  ]);
});

function missing(): never {
  throw new Error('the trace lacks a hook');
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, x) => total + x, 0);
