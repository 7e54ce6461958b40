import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../src/analysis/findings.ts';
import { attributionFigure } from '../../src/figure/attribution.ts';
import type { AttributionFigure } from '../../src/figure/attribution-figure.ts';
import { fullWidth } from '../../src/figure/attribution-nodes.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { signed } from '../../src/kernel/numbers.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { PROMPTS } from './sample-prompts.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';
import { anyShape } from './shapes.ts';

const runs = { numRuns: 12 };
const everyShape = (check: (reply: Reply<Finding>, figure: AttributionFigure) => void) =>
  fc.assert(
    fc.property(anyShape, (shape) => {
      const reply = sampleReply(shape);
      check(reply, attributionFigure(reply));
    }),
    runs,
  );

test('every node and edge of the finding is drawn, and none besides', () => {
  everyShape((reply, figure) => {
    const graph = findingOf(reply, 'attribution');
    expect(figure.edges.map(({ share: _, marked: __, ...edge }) => edge)).toEqual(graph.edges);
    expect(figure.nodes.map(({ id, score, effect }) => ({ id, score, effect }))).toEqual(
      graph.nodes.filter(({ id }) => id !== 'logit').map(({ id, score, effect }) => ({ id, score, effect })),
    );
    expect(figure.pairs).toEqual(graph.cancelling);
    const drawn = new Set(['logit', ...figure.nodes.map(({ id }) => id)]);
    for (const { from, to } of figure.edges) expect([drawn.has(from), drawn.has(to)]).toEqual([true, true]);
  });
});

test('sizes of nodes are shares of the largest', () => {
  everyShape((_, { nodes }) => {
    const largest = Math.max(...nodes.map(({ score }) => Math.abs(score)));
    for (const { score, share } of nodes)
      expect(share).toBeCloseTo(largest > 0 ? Math.abs(score) / largest : 0, 9);
  });
});

test('widths of edges keep the order of their scores; the fifth of many is as wide as can be', () => {
  everyShape((_, { edges }) => {
    const falling = [...edges].sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
    falling.forEach(({ share }, i) => {
      expect(share).toBeLessThanOrEqual(falling[i - 1]?.share ?? 1);
    });
  });
  expect(fullWidth([9, 8, 7])).toBe(9);
  expect(fullWidth(Array.from({ length: 60 }, (_, i) => i))).toBe(55);
  expect([fullWidth([]), fullWidth([3, ...new Array<number>(90).fill(0)])]).toEqual([0, 3]);
});

test('a node stands in the column of its token, with its own number when it has a name', () => {
  everyShape((_, { nodes, columns }) => {
    for (const { id, column, name, value, score } of nodes) {
      const position = Number(id.split('@')[1]);
      const at = columns[column];
      const [from, to] = at?.kind === 'gap' ? [at.from, at.to] : [at?.position, at?.position];
      expect(position >= (from ?? Number.NaN) && position <= (to ?? Number.NaN)).toBe(true);
      if (name !== undefined) expect([id.split('@')[0], signed(score)]).toEqual([name, value]);
    }
    const named = nodes.filter(({ name }) => name !== undefined).map(({ score }) => Math.abs(score));
    const unnamed = nodes.filter(({ name, id }) => name === undefined && !id.startsWith('E'));
    expect(named.length).toBeLessThanOrEqual(8);
    if (named.length === 8)
      for (const { score } of unnamed) expect(Math.abs(score)).toBeLessThanOrEqual(Math.min(...named));
  });
});

test('a token total is the sum of the scores at the token, and the tints are shares of the largest', () => {
  everyShape((reply, { columns }) => {
    const graph = findingOf(reply, 'attribution');
    for (const column of columns) {
      const [from, to] =
        column.kind === 'gap' ? [column.from, column.to] : [column.position, column.position];
      let sum = 0;
      for (const { id, score } of graph.nodes) {
        const position = Number(id.split('@')[1] ?? Number.NaN);
        if (position >= from && position <= to) sum += score;
      }
      expect(column.total).toBeCloseTo(sum, 9);
    }
    const largest = Math.max(...columns.map(({ total }) => Math.abs(total)));
    for (const { total, tint } of columns) expect(tint).toBeCloseTo(largest > 0 ? total / largest : 0, 9);
  });
});

test('the exchanged token keeps its column, however quiet, and says what replaces it', () => {
  const reply = sampleReply({ tokens: PROMPTS.longest, layers: 6, heads: 8 });
  const [edit] = findingOf(reply, 'counterfactual').edits;
  const marked = attributionFigure(reply).columns.filter(({ exchanged }) => exchanged !== undefined);
  expect(marked).toHaveLength(1);
  expect(marked[0]).toMatchObject({ kind: 'token', position: edit?.position, exchanged: '·Sarah' });
});

test('of a long prompt the words that lead up to the loud ones are shown', () => {
  const reply = sampleReply({ tokens: PROMPTS.longest, layers: 6, heads: 8 });
  const at = (position: number) => ({ id: `M3@${position}`, score: 5 });
  const nodes = [{ id: 'logit', score: 9 }, at(40), at(127)];
  const findings = reply.findings.map((f) => {
    if (f.kind === 'counterfactual') return { ...f, edits: [] };
    return f.kind === 'attribution' ? { ...f, nodes, edges: [], cancelling: [] } : f;
  });
  const shown = attributionFigure({ ...reply, findings }).columns.flatMap((column) =>
    column.kind === 'token' ? [column.position] : [],
  );
  expect(shown).toEqual(expect.arrayContaining([37, 38, 39, 40, 124, 125, 126, 127]));
  expect(shown).not.toContain(0);
});

test('a low receipt, or none to be had, is said across the picture', () => {
  const doubtOf = (shape: Partial<SampleShape>) => attributionFigure(ioi(shape)).doubt;
  expect(doubtOf({})).toBeUndefined();
  expect(doubtOf({ sufficiency: 0.6 })).toBeUndefined();
  expect(doubtOf({ sufficiency: 0.31 })).toEqual({
    parts: ['Do not trust this picture: the nodes shown carry 31 %'],
    grave: true,
  });
  expect(doubtOf({ sufficiency: null })?.parts[0]).toMatch(
    /^Do not trust this picture: nothing could be tested/,
  );
  expect(doubtOf({ source: 'corrupted mean' })).toEqual({
    parts: ['No clean counterfactual: weaker'],
    grave: false,
  });
  expect(doubtOf({ sufficiency: -2.52, source: 'corrupted mean' })?.parts).toEqual([
    'Do not trust this picture: the nodes shown carry −252 %',
    'no clean counterfactual: weaker',
  ]);
});

test('what random sets do as well, and scores that are no effects, are said', () => {
  const reply = ioi();
  const findings = reply.findings.map((finding) => {
    if (finding.kind === 'receipt') return { ...finding, random: { ...finding.random, p95: 0.45 } };
    if (finding.kind === 'attribution') return { ...finding, agreement: { r: 0.55, nodes: 48 } };
    return finding;
  });
  expect(attributionFigure({ ...reply, findings }).doubt).toEqual({
    parts: ['Random nodes carry up to 45 %', 'scores are not effects here (r 0.55)'],
    grave: false,
  });
});

test('the footer is the receipt', () => {
  const [sufficiency, necessity, size, r] = attributionFigure(ioi()).footer;
  const { nodes } = findingOf(ioi(), 'receipt');
  expect(sufficiency).toEqual({ label: 'sufficiency', value: '92 %', bar: 0.92, tick: 0.04, tone: 'good' });
  expect(necessity).toEqual({ label: 'necessity', value: '100 %', bar: 1, tone: 'good' });
  expect(size?.label).toBe(`${nodes.length} of 4,200 nodes, 12 reach 80 %`);
  expect(r).toEqual({ label: 'effects r', value: '0.97' });
});

test('a sufficiency far beyond 1 is not green', () => {
  const toneOf = (sufficiency: number) => attributionFigure(ioi({ sufficiency })).footer[0]?.tone;
  expect([0.3, 0.7, 0.9, 1.1, 1.79].map(toneOf)).toEqual(['warn', 'plain', 'good', 'good', 'plain']);
});

test('a score and an effect of opposite signs are marked, unless one of them is small', () => {
  const shown = (score: number, effect?: number) => {
    const reply = ioi();
    const graph = findingOf(reply, 'attribution');
    const [logit, , ...others] = graph.nodes;
    if (logit === undefined) throw new Error('no logit');
    const tried = { id: 'L7H3@13', score, ...(effect === undefined ? {} : { effect }) };
    const nodes = [logit, { id: 'M9@13', score: 10, effect: 10 }, tried, ...others.slice(0, 2)];
    const findings = reply.findings.map((f) => (f.kind === 'attribution' ? { ...f, nodes, edges: [] } : f));
    return attributionFigure({ ...reply, findings }).nodes.find(({ id }) => id === tried.id);
  };
  expect(shown(4, 3.9)).toMatchObject({ disagrees: false, hollow: false, value: '+4.00' });
  expect(shown(4, -1)).toMatchObject({ disagrees: true, value: '+4.00', contrary: '≠ −1.00' });
  expect(shown(4, -0.1)).toMatchObject({ disagrees: false });
  expect(shown(4)).toMatchObject({ disagrees: false, hollow: true });
});

test('the legend explains the signs that occur, and no other', () => {
  everyShape((_, { signs, nodes, edges, pairs, columns, footer }) => {
    const has = (sign: (typeof signs)[number]) => signs.includes(sign);
    expect(has('mlp')).toBe(nodes.some(({ kind }) => kind === 'mlp'));
    expect(has('head')).toBe(nodes.some(({ kind }) => kind === 'head'));
    expect(has('query')).toBe(edges.some(({ via, marked }) => via === 'query' && marked));
    expect(has('key')).toBe(edges.some(({ via, marked }) => via === 'key' && marked));
    expect(has('cancels')).toBe(pairs.length > 0);
    expect(has('unmeasured')).toBe(nodes.some(({ hollow }) => hollow));
    expect(has('exchanged')).toBe(columns.some(({ exchanged }) => exchanged !== undefined));
    expect(has('random')).toBe(footer.some(({ tick }) => tick !== undefined));
  });
});

test('a reply with a graph alone is drawn as well', () => {
  const reply = ioi();
  const findings = reply.findings.filter(({ kind }) => kind === 'next' || kind === 'attribution');
  const figure = attributionFigure({ ...reply, model: null, findings });
  expect([figure.subtitle, figure.doubt, figure.trail]).toEqual(['', undefined, undefined]);
  expect(figure.footer.map(({ label }) => label)).toContain('not tested on the model');
});

function ioi(shape: Partial<SampleShape> = {}): Reply<Finding> {
  return sampleReply({ tokens: PROMPTS.ioi, layers: 30, heads: 9, ...shape });
}
