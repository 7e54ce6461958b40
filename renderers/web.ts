import type { WebFigure, WebNode } from '../src/figure/web-figure.ts';
import { drawLegend, type LegendItem } from './legend.ts';
import type { Pen } from './pen.ts';
import { line, type Mark, mark } from './shapes.ts';
import { COLOR } from './theme.ts';
import { drawLabels } from './web-labels.ts';
import { type Spot, spotsOf } from './web-layout.ts';
import { drawLinks, drawNumbers } from './web-links.ts';

const LEGEND = 434;
const RADIUS = { least: 4.5, most: 10, target: 7.5 } as const;

const SHAPE: Readonly<Record<WebNode['role'], Mark>> = {
  person: 'circle',
  sentence: 'circle',
  model: 'square',
  anchor: 'triangle',
};
const FILL: Readonly<Record<WebNode['role'], string>> = {
  person: COLOR.head,
  sentence: COLOR.head,
  model: COLOR.good,
  anchor: COLOR.mlp,
};
const NAME: Readonly<Record<WebNode['role'], string>> = {
  person: 'message',
  sentence: 'sentence',
  model: 'the model’s',
  anchor: 'anchor',
};

/** Dots in the order of reading, links over them by the width of their effect. */
export function drawWeb(pen: Pen, figure: WebFigure): void {
  const spots = spotsOf(figure);
  drawLinks(pen, figure, spots);
  figure.nodes.forEach((node, i) => {
    const spot = spots[i];
    if (spot !== undefined) drawNode(pen, node, spot);
  });
  drawLabels(pen, figure, spots);
  drawNumbers(pen, figure, spots);
  drawLegend(pen, LEGEND, legendOf(pen, figure), 13);
}

function drawNode(pen: Pen, node: WebNode, { x, y }: Spot): void {
  const { role, share, fit, quiet } = node;
  const least = fit === undefined ? RADIUS.least : RADIUS.target;
  const radius = Math.max(least, RADIUS.least + (RADIUS.most - RADIUS.least) * Math.sqrt(share));
  const rim = fit?.doubtful === true ? COLOR.warn : COLOR.ground;
  mark(pen.ctx, SHAPE[role], { x, y, radius }, { fill: quiet ? COLOR.faint : FILL[role], rim });
}

/** What stands in the picture, and no more. */
function legendOf(pen: Pen, { nodes, links, pairs, scale }: WebFigure): LegendItem[] {
  const roles = [...new Set(nodes.map(({ role }) => role))];
  const supports = links.some(({ share }) => share > 0);
  const opposes = links.some(({ share }) => share < 0);
  const stroke = (color: string, width: number, dash: number[]) => (x: number, y: number) => {
    const ends = [
      [x, y],
      [x + 24, y],
    ] as const;
    line(pen.ctx, ends, color, { width, dash });
  };
  const line24 = (text: string, color: string, width: number, dash: number[]): LegendItem => ({
    width: 24,
    sign: stroke(color, width, dash),
    text,
  });
  return [
    ...roles.map((role) => ({
      width: 12,
      sign: (x: number, y: number) =>
        mark(pen.ctx, SHAPE[role], { x: x + 6, y, radius: 5 }, { fill: FILL[role], rim: COLOR.ground }),
      text: NAME[role],
    })),
    ...(supports ? [line24(`for it; widest ${scale}`, COLOR.supports, 5, [])] : []),
    ...(opposes
      ? [line24(supports ? 'against it' : `against it; widest ${scale}`, COLOR.opposes, 3, [7, 5])]
      : []),
    ...(nodes.some(({ after }) => after !== undefined)
      ? [line24('goes on from', COLOR.faint, 1.2, [2, 4])]
      : []),
    ...(pairs.length > 0 ? [line24('do not add up', COLOR.exchanged, 1.4, [1, 4])] : []),
  ];
}
