import type { AttributionEdge } from '../src/figure/attribution-figure.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A cubic Bézier curve. */
export interface Curve {
  readonly from: Point;
  readonly near: Point;
  readonly far: Point;
  readonly to: Point;
}

/** Nodes nearer than this sideways stand in one column. */
const ONE_COLUMN = 22;
const BOW = { least: 7, most: 26, perHeight: 0.16 } as const;

/**
 * Along one column an upright bow, a query's to the right and what is read to the left, so that they
 * are told apart and pass what lies between; between columns first up, then across into the
 * receiver's side.
 *
 * @param middle  of the receiver's column
 */
export function curveBetween(from: Point, to: Point, middle: number, via: AttributionEdge['via']): Curve {
  const across = to.x - from.x;
  const up = to.y - from.y;
  if (via === 'logit') return rising(from, to);
  if (Math.abs(across) < ONE_COLUMN) {
    const bow = sideOf(from, to, middle, via) * Math.min(BOW.most, BOW.least + BOW.perHeight * Math.abs(up));
    return {
      from,
      near: { x: from.x + bow, y: from.y + up * 0.3 },
      far: { x: to.x + bow, y: to.y - up * 0.3 },
      to,
    };
  }
  const dip = via === 'key' ? 0.12 : 0.02;
  return {
    from,
    near: { x: from.x + across * 0.05, y: from.y + up * 0.85 },
    far: { x: to.x - across * 0.45, y: to.y - up * dip },
    to,
  };
}

const rising = (from: Point, to: Point): Curve => ({
  from,
  near: { x: from.x + (from.x - to.x) * 0.25, y: from.y + (to.y - from.y) * 0.45 },
  far: { x: to.x, y: to.y - (to.y - from.y) * 0.35 },
  to,
});

function sideOf(from: Point, to: Point, middle: number, via: AttributionEdge['via']): number {
  if (via === 'query') return 1;
  if (via === 'key' || via === 'value') return -1;
  return from.x + to.x >= 2 * middle ? 1 : -1;
}

/** @param t  0 at the sender, 1 at the receiver */
export function pointOn({ from, near, far, to }: Curve, t: number): Point {
  const s = 1 - t;
  const mix = (a: number, b: number, c: number, d: number) =>
    s ** 3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t ** 3 * d;
  return { x: mix(from.x, near.x, far.x, to.x), y: mix(from.y, near.y, far.y, to.y) };
}
