import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributionGraph } from '../../src/analysis/attribution-graph.ts';
import { bestFirst } from '../../src/analysis/best-first.ts';
import type { Metric } from '../../src/analysis/findings.ts';
import { indexOf, placeName, spaceSize } from '../../src/analysis/node-space.ts';
import { recallNodes } from '../../src/analysis/recall.ts';
import type { Attributed, AttributedEdge, EdgePort } from '../../src/kernel/attributed.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { tensor } from '../../src/kernel/tensor.ts';

const space = { layers: 2, heads: 2, tokens: 3 };
const size = spaceSize(space);
const LOGIT = size + space.tokens;
const metric: Metric = { kind: 'logit', tokens: [{ id: tokenId(1), text: ' a' }], position: 2, value: 4 };

/** `E@0`, `logit` and gates' names as numbers. */
function place(name: string): number {
  if (name === 'logit') return LOGIT;
  return name.startsWith('E@') ? size + Number(name.slice(2)) : (indexOf(space, name) ?? Number.NaN);
}

const edge = (from: string, to: string, via: EdgePort, score: number): AttributedEdge => ({
  from: place(from),
  to: place(to),
  via,
  score,
});

/** E@0 → M0@0 → L1H0@2 → logit, with an opponent L0H1@2 that writes to the logit directly. */
const LIST = [
  edge('L1H0@2', 'logit', 'logit', 3),
  edge('L0H1@2', 'logit', 'logit', -1),
  edge('L0H1@2', 'L1H0@2', 'query', 0.5),
  edge('M0@0', 'L1H0@2', 'value', 2),
  edge('M0@0', 'L1H0@2', 'key', 0.25),
  edge('E@0', 'M0@0', 'mlp', 1.5),
  edge('E@0', 'L1H0@2', 'value', 0.75),
];
const SCORES: Readonly<Record<string, number>> = { 'L1H0@2': 3, 'M0@0': 2.25, 'L0H1@2': -0.5 };

function attributed(list: readonly AttributedEdge[] = LIST): Attributed {
  const nodes = new Float32Array(size);
  for (const [name, score] of Object.entries(SCORES)) nodes[place(name)] = score;
  const receivers = ['L1H0@2', 'M0@0', 'L0H1@2', 'logit'].map((name) => ({
    place: place(name),
    count: 10,
    absolute: 4,
  }));
  return {
    metric: metric.value,
    nodes: tensor([2, 3, 3], nodes),
    embeddings: tensor([3], Float32Array.of(2, 0, 0)),
    biases: 0,
    edges: { list, receivers },
  };
}

const whole = { depth: Number.POSITIVE_INFINITY, top: 10 };
const names = (graph: { nodes: readonly { id: string }[] }): string[] => graph.nodes.map(({ id }) => id);

test('the whole graph: every node with its score, by falling |score| after the logit', () => {
  const graph = attributionGraph(space, attributed(), metric, whole);
  expect(graph.nodes).toEqual([
    { id: 'logit', score: 4 },
    { id: 'L1H0@2', score: 3 },
    { id: 'M0@0', score: 2.25 },
    { id: 'E@0', score: 2 },
    { id: 'L0H1@2', score: -0.5 },
  ]);
  expect(graph.edges).toHaveLength(LIST.length);
  expect(graph.shown).toEqual({ nodes: 3, ofNodes: size, edges: 7, ofEdges: 40, share: 9 / 16 });
});

test('one hop shows what writes the answer, two who was read', () => {
  expect(names(attributionGraph(space, attributed(), metric, { depth: 1, top: 10 }))).toEqual([
    'logit',
    'L1H0@2',
    'L0H1@2',
  ]);
  const two = attributionGraph(space, attributed(), metric, { depth: 2, top: 10 });
  expect(names(two)).toEqual(['logit', 'L1H0@2', 'M0@0', 'E@0', 'L0H1@2']);
});

test('top keeps the leading heads and MLPs, and no edge without both ends', () => {
  const graph = attributionGraph(space, attributed(), metric, { depth: 9, top: 1 });
  expect(names(graph)).toEqual(['logit', 'L1H0@2', 'E@0']);
  expect(graph.edges.map(({ from, to }) => `${from}→${to}`)).toEqual(['L1H0@2→logit', 'E@0→L1H0@2']);
  expect(names(attributionGraph(space, attributed(), metric, { depth: 9, top: 0 }))).toEqual(['logit']);
});

test('an edge of zero leads nowhere', () => {
  const cut = LIST.map((each) => (each.from === place('M0@0') ? { ...each, score: 0 } : each));
  expect(names(attributionGraph(space, attributed(cut), metric, whole))).not.toContain('M0@0');
});

test('recall keeps MLPs and the heads that read them by value', () => {
  const { edges } = attributed();
  if (edges === undefined) throw new Error('edges');
  const kept = [...recallNodes(space, edges)].map((each) => placeName(space, each));
  expect(kept).toEqual(['M0@0', 'L1H0@2']);
});

const arbitraryEdge = fc.record({
  from: fc.integer({ min: 0, max: 12 }),
  to: fc.integer({ min: 0, max: 12 }),
  via: fc.constant('value' as const),
  score: fc.double({ min: -5, max: 5, noNaN: true }),
});

test('best first: a tree to the start, hops one more than its parent, nothing beyond the depth', () => {
  fc.assert(
    fc.property(fc.array(arbitraryEdge), fc.integer({ min: 0, max: 5 }), (edges, depth) => {
      const { hops, tree } = bestFirst(edges, 0, depth);
      expect(tree).toHaveLength(hops.size - 1);
      for (const { from, to, score } of tree) {
        expect(score).not.toBe(0);
        expect(hops.get(from)).toBe((hops.get(to) ?? Number.NaN) + 1);
      }
      expect(Math.max(...hops.values())).toBeLessThanOrEqual(depth);
    }),
  );
});

test('best first reaches all that a plain search reaches, when nothing limits it', () => {
  fc.assert(
    fc.property(fc.array(arbitraryEdge), (edges) => {
      const reached = new Set([0]);
      for (let grown = true; grown; ) {
        const more = edges.filter(
          ({ from, to, score }) => score !== 0 && reached.has(to) && !reached.has(from),
        );
        for (const { from } of more) reached.add(from);
        grown = more.length > 0;
      }
      expect(new Set(bestFirst(edges, 0, Number.POSITIVE_INFINITY).hops.keys())).toEqual(reached);
    }),
  );
});
