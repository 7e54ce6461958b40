import { expect, test } from 'vitest';
import { curveBetween, pointOn } from '../../renderers/attribution-curve.ts';
import { type Layout, layoutGraph } from '../../renderers/attribution-layout.ts';
import { createCanvas } from '../../renderers/canvas.ts';
import { loadFonts } from '../../renderers/fonts.ts';
import { penOn } from '../../renderers/pen.ts';
import { layoutOf } from '../../renderers/render.ts';
import { SIZE } from '../../renderers/theme.ts';
import { attributionFigure } from '../../src/figure/attribution.ts';
import type { AttributionFigure } from '../../src/figure/attribution-figure.ts';
import { PROMPTS } from '../figure/sample-prompts.ts';
import { sampleReply } from '../figure/sample-reply.ts';
import { faultsOf } from './faults.ts';

loadFonts();
const pen = penOn(createCanvas(1, 1).getContext('2d'));

/** 2 to 128 tokens, 4 to 32 layers, 1 to 200 nodes, with and without what is said across the picture. */
const GRID = [2, 6, 14, 15, 40, 128].flatMap((tokens, i) =>
  [1, 40, 200].map((nodes, j) => ({
    tokens: PROMPTS.longest.slice(0, tokens),
    layers: [4, 6, 30, 32][(i + j) % 4] ?? 30,
    heads: 9,
    nodes,
    sufficiency: (i + j) % 3 === 0 ? 0.31 : 0.92,
    seed: 10 * i + j,
  })),
);
const NAMES = GRID.map(
  ({ tokens, layers, nodes }) => `${tokens.length} tokens, ${layers} layers, ${nodes} nodes`,
);
const figures = GRID.map((shape) => attributionFigure(sampleReply(shape)));

test.each(NAMES)('texts and nodes keep their places: %s', (name) => {
  const figure = figures[NAMES.indexOf(name)];
  if (figure === undefined) throw new Error(name);
  expect(faultsOf(figure)).toEqual([]);
  const layout = layoutGraph(pen, figure);
  expect(layout.nodes.size).toBe(figure.nodes.length);
  expect(strays(figure, layout)).toEqual([]);
});

/** Nodes outside the graph, nearer to another token than to their own, or not as high as their layer. */
function strays({ answerColumn }: AttributionFigure, layout: Layout): string[] {
  return [...layout.nodes.values()].flatMap(({ node, x, y, radius }) => {
    const inside =
      x - radius > 0 && x + radius < layout.names && y - radius > layout.head && y + radius < layout.chipTop;
    const distances = layout.chips.map((chip) => Math.abs(chip.x - x));
    const own = distances[node.column] ?? Number.POSITIVE_INFINITY;
    const home = node.column === answerColumn || own <= 62;
    const floor = layout.base - (node.layer === null ? 0 : node.layer + 1) * layout.pitch;
    return inside && home && Math.abs(floor - y) <= layout.pitch / 2 ? [] : [node.id];
  });
}

test('a higher layer stands higher, and an MLP above the heads that it reads', () => {
  const layout = layoutGraph(
    pen,
    attributionFigure(sampleReply({ tokens: PROMPTS.ioi, layers: 30, heads: 9 })),
  );
  const depth = (kind: string, layer: number | null) => 2 * (layer ?? -1) + (kind === 'mlp' ? 1 : 0);
  const placed = [...layout.nodes.values()].sort((a, b) => a.y - b.y);
  placed.forEach(({ node: { kind, layer } }, i) => {
    const above = placed[i - 1]?.node;
    if (above !== undefined)
      expect(depth(above.kind, above.layer)).toBeGreaterThanOrEqual(depth(kind, layer));
  });
});

test('the doubt, the exchanged word and the receipt are in the picture; a clean one says no doubt', () => {
  const textsOf = (sufficiency: number) =>
    layoutOf(attributionFigure(sampleReply({ tokens: PROMPTS.ioi, layers: 30, heads: 9, sufficiency }))).map(
      ({ text }) => text,
    );
  expect(textsOf(0.31)).toEqual(
    expect.arrayContaining([
      'Do not trust this picture: the nodes shown carry 31 %',
      '→ ·Sarah',
      'sufficiency',
      '31 %',
      'necessity',
      '100 %',
    ]),
  );
  expect(textsOf(0.92).filter((text) => text.includes('trust'))).toEqual([]);
});

test('a doubt moves the graph below its band', () => {
  const shape = { tokens: PROMPTS.ioi, layers: 30, heads: 9 };
  const plain = layoutGraph(pen, attributionFigure(sampleReply(shape)));
  const doubted = layoutGraph(pen, attributionFigure(sampleReply({ ...shape, sufficiency: 0.2 })));
  expect([doubted.head - plain.head, doubted.top - plain.top]).toEqual([26, 26]);
});

test('along a column a query bows right and what is read left; curves begin and end at their nodes', () => {
  const [from, to] = [
    { x: 100, y: 300 },
    { x: 102, y: 150 },
  ];
  const middle = (via: 'query' | 'value' | 'key') => pointOn(curveBetween(from, to, 100, via), 0.5).x;
  expect(middle('query')).toBeGreaterThan(110);
  expect(middle('value')).toBeLessThan(92);
  expect(middle('key')).toBeLessThan(92);
  for (const via of ['query', 'value', 'mlp', 'logit'] as const) {
    const curve = curveBetween(from, { x: SIZE.width - 50, y: 90 }, 600, via);
    expect([pointOn(curve, 0), pointOn(curve, 1)]).toEqual([from, { x: SIZE.width - 50, y: 90 }]);
  }
});

test('a token is shown as it is written, not as a ligature of the font', () => {
  const style = { size: 15 };
  expect(pen.width('->', style)).toBeCloseTo(pen.width('-', style) + pen.width('>', style), 0);
  expect(pen.width('->', style)).not.toBeCloseTo(pen.width('→', style), 0);
});
