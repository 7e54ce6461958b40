import type { WebFigure, WebLink } from '../src/figure/web-figure.ts';
import { fade } from './colour.ts';
import type { Pen, TextBox } from './pen.ts';
import { COLOR, TEXT } from './theme.ts';
import { drawCurve, type Ends, endsOf, pointOn } from './web-curve.ts';
import type { Spot } from './web-layout.ts';

/** Numbers written beside links at most, the largest first. */
const NUMBERED = 14;
/** Along a link, where its number is tried. */
const PLACES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.14, 0.86];
const WIDTH = { least: 1, most: 6, power: 0.8 } as const;

const colorOf = ({ share }: Pick<WebLink, 'share'>): string => (share < 0 ? COLOR.opposes : COLOR.supports);

/** Weakest first, so that the strong ones lie on top. */
export function drawLinks(pen: Pen, { links, nodes, pairs }: WebFigure, spots: readonly Spot[]): void {
  nodes.forEach(({ after }, i) => {
    const ends = endsOf(spots, after ?? -1, i);
    if (ends !== undefined) drawCurve(pen, ends, COLOR.faint, 1.2, [2, 4]);
  });
  for (const {
    nodes: [a, b],
  } of pairs) {
    const ends = endsOf(spots, a, b);
    if (ends !== undefined) drawCurve(pen, ends, COLOR.exchanged, 1.4, [1, 4]);
  }
  for (const link of [...links].reverse()) {
    const ends = endsOf(spots, link.from, link.to);
    if (ends === undefined) continue;
    const size = Math.abs(link.share) ** WIDTH.power;
    const color = fade(colorOf(link), 0.45 + 0.5 * size);
    const width = WIDTH.least + (WIDTH.most - WIDTH.least) * size;
    drawCurve(pen, ends, color, width, link.share < 0 ? [7, 5] : []);
    drawHead(pen, ends, colorOf(link), width);
  }
}

/** Each effect with its error beside its link, where it covers nothing. */
export function drawNumbers(pen: Pen, { links }: WebFigure, spots: readonly Spot[]): void {
  const style = { size: TEXT.small, weight: 600, align: 'center' } as const;
  for (const link of links.slice(0, NUMBERED)) {
    const ends = endsOf(spots, link.from, link.to);
    if (ends === undefined) continue;
    const width = pen.width(link.text, style) + 6;
    const place = PLACES.map((t) => pointOn(ends, t)).find(([x, y]) =>
      isFree(pen.boxes, spots, { x: x - width / 2, y: y - 9, width, height: 18 }),
    );
    if (place === undefined) continue;
    drawPlate(pen, place, width);
    pen.text(link.text, place[0], place[1], { ...style, color: colorOf(link) });
  }
}

/** Ground under a number, which has the colour of the line it stands on. */
function drawPlate({ ctx }: Pen, [x, y]: readonly [number, number], width: number): void {
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - 8, width, 16, 4);
  ctx.fillStyle = COLOR.ground;
  ctx.fill();
}

/** An arrow's head before the dot that the link ends at. */
function drawHead({ ctx }: Pen, [, b]: Ends, color: string, width: number): void {
  const [x, size] = [b.x - 11, 5 + width];
  ctx.beginPath();
  ctx.moveTo(x, b.y);
  ctx.lineTo(x - size, b.y - size * 0.6);
  ctx.lineTo(x - size, b.y + size * 0.6);
  ctx.closePath();
  ctx.fillStyle = color;
  ctx.fill();
}

type Place = Pick<TextBox, 'x' | 'y' | 'width' | 'height'>;

const isFree = (boxes: readonly Place[], spots: readonly Spot[], place: Place): boolean =>
  !boxes.some((box) => overlap(box, place)) &&
  !spots.some(({ x, y }) => overlap({ x: x - 11, y: y - 11, width: 22, height: 22 }, place));

const overlap = (a: Place, b: Place): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
