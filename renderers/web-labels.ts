import type { WebFigure, WebNode } from '../src/figure/web-figure.ts';
import { inLine } from './in-line.ts';
import type { Pen } from './pen.ts';
import { COLOR, TEXT } from './theme.ts';
import { endsOf, pointOn } from './web-curve.ts';
import type { Spot } from './web-layout.ts';

/** More pieces than this and those without a link are named by their number alone. */
const ALL_NAMED = 20;
/** From a dot to the middle of the line beside it, and from there to the next. */
const AWAY = 18;
const LEADING = 14;
const LINE = { up: 10, down: 5 } as const;
/** Points looked at on a line. */
const POINTS = 64;

/** What a node is called, and how well it is explained: under its dot, or over it where fewer lines run through. */
export function drawLabels(pen: Pen, figure: WebFigure, spots: readonly Spot[]): void {
  const lines = linesOf(figure, spots);
  figure.nodes.forEach((node, i) => {
    const spot = spots[i];
    if (spot !== undefined) drawLabel(pen, node, spot, figure.nodes.length <= ALL_NAMED, lines);
  });
}

function drawLabel(
  pen: Pen,
  { quiet, number, label, fit }: WebNode,
  spot: Spot,
  allNamed: boolean,
  lines: readonly Line[],
): void {
  const style = {
    size: TEXT.small,
    weight: quiet ? 400 : 600,
    color: quiet ? COLOR.faint : COLOR.text,
    align: 'center',
    halo: COLOR.ground,
    room: spot.room,
  } as const;
  const name = inLine(pen, quiet && !allNamed ? number : `${number} ${label}`, style, LINE);
  const width = Math.min(spot.room, pen.width(name, style));
  const [first, second] = middles(spot, width, fit === undefined ? 1 : 2, lines);
  pen.text(name, spot.x, first, style);
  if (fit === undefined) return;
  pen.text(fit.text, spot.x, second, { ...style, weight: 400, color: fit.doubtful ? COLOR.warn : COLOR.sub });
}

/** Middles of a label's two lines, on the side of the dot that fewer lines run through. */
function middles(spot: Spot, width: number, count: number, lines: readonly Line[]): [number, number] {
  const under = spot.y + AWAY;
  const over = spot.y - AWAY - (count - 1) * LEADING;
  const first = spot.over && crossed(over) < crossed(under) ? over : under;
  return [first, first + LEADING];

  function crossed(from: number): number {
    const [top, bottom] = [from - LEADING / 2, from + (count - 0.5) * LEADING];
    const inside = ([x, y]: readonly [number, number]) =>
      Math.abs(x - spot.x) < width / 2 && y > top && y < bottom;
    return lines.reduce((sum, { points, weight }) => sum + weight * points.filter(inside).length, 0);
  }
}

interface Line {
  readonly points: readonly (readonly [number, number])[];
  /** How much it covers. */
  readonly weight: number;
}

function linesOf({ nodes, links, pairs }: WebFigure, spots: readonly Spot[]): Line[] {
  const line = (from: number, to: number, weight: number): Line[] => {
    const ends = endsOf(spots, from, to);
    if (ends === undefined) return [];
    return [{ points: Array.from({ length: POINTS }, (_, i) => pointOn(ends, i / (POINTS - 1))), weight }];
  };
  return [
    ...links.flatMap(({ from, to, share }) => line(from, to, 1 + Math.abs(share))),
    ...nodes.flatMap(({ after }, i) => line(after ?? -1, i, 0.5)),
    ...pairs.flatMap(({ nodes: [a, b] }) => line(a, b, 0.5)),
  ];
}
