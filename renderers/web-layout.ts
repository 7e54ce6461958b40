import type { WebFigure } from '../src/figure/web-figure.ts';
import { CARD, SIZE } from './theme.ts';

const AREA = { left: CARD.margin, right: SIZE.width - CARD.margin, top: 92, bottom: 414 } as const;
/** Between labels of one lane. */
const GAP = 12;
/** Lanes fewer make a line of it, more leave no room under a dot for its label. */
const LANES = { least: 3, most: 7 } as const;
/** Lanes up to which there is room over a dot as well as under it, and where in its lane a dot stands then and otherwise. */
const BOTH = { lanes: 4, at: 0.46, under: 0.32 } as const;
/** Nodes of one lane that follow each other are this many lanes of others apart. */
const PER_LANE = 3;

export interface Spot {
  readonly x: number;
  readonly y: number;
  /** Width of its label. */
  readonly room: number;
  /** Whether a label may stand over it, too. */
  readonly over: boolean;
}

/**
 * Where pieces stand: from left to right in the order of reading, each in another lane than those beside
 * it, so that every label has room and links run forward. It depends on how many there are and on nothing that was measured:
 * the same pieces stand in the same places however often they are drawn.
 *
 * @returns a spot for each node, in order
 */
export function spotsOf({ nodes }: Pick<WebFigure, 'nodes'>): Spot[] {
  const count = nodes.length;
  const lanes = Math.min(LANES.most, Math.max(LANES.least, Math.ceil(count / PER_LANE)));
  const pitch = (AREA.right - AREA.left + GAP) / (count - 1 + lanes);
  const room = lanes * pitch - GAP;
  const height = (AREA.bottom - AREA.top) / lanes;
  const order = laneOrder(lanes);
  const over = lanes <= BOTH.lanes;
  return nodes.map((_, i) => ({
    x: AREA.left + room / 2 + i * pitch,
    y: AREA.top + height * ((order[i % lanes] ?? 0) + (over ? BOTH.at : BOTH.under)),
    room,
    over,
  }));
}

/** The middle lane first, then above and below in turn, so that neighbours are never in lanes beside each other for long. */
function laneOrder(lanes: number): number[] {
  const middle = Math.floor((lanes - 1) / 2);
  const step = lanes <= 4 ? 1 : 2;
  const found: number[] = [];
  for (let i = 0; found.length < lanes; i++) {
    const away = (i % 2 === 0 ? -1 : 1) * Math.ceil(i / 2) * step;
    const lane = (((middle + away) % lanes) + lanes) % lanes;
    if (!found.includes(lane)) found.push(lane);
    else
      found.push(Array.from({ length: lanes }, (_, each) => each).find((each) => !found.includes(each)) ?? 0);
  }
  return found;
}
