import type { ForkFigure } from '../src/figure/fork-figure.ts';
import { CARD, SIZE } from './theme.ts';

/** Where a fork stands, logical pixels. */
export interface ForkLayout {
  readonly bands: readonly Band[];
  /** Left end of every branch's ribbon, at the stem, and thickness at both ends. */
  readonly ribbons: readonly Ribbon[];
  readonly rest: Ribbon;
  readonly stem: { readonly y: number; readonly height: number };
}

/** A branch's share of the height. */
export interface Band {
  readonly top: number;
  readonly height: number;
  readonly y: number;
}

export interface Ribbon {
  /** Middle at the stem and at the branch. */
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

export const FORK = {
  top: 74,
  bottom: 412,
  stem: { left: CARD.margin, right: 138 },
  /** Where ribbons end. */
  node: 214,
  words: { left: 226, right: 424 },
  rows: { left: 438, right: SIZE.width - CARD.margin },
} as const;

const STEM_MOST = 92;
const LEAST = 1.5;
/** Height at which all other words are named. */
export const REST_Y = FORK.bottom - 6;

/** Bands of equal height; ribbons as wide as their probability, stacked at the stem. */
export function layoutFork({ branches, rest }: Pick<ForkFigure, 'branches' | 'rest'>): ForkLayout {
  const pitch = (FORK.bottom - FORK.top) / Math.max(1, branches.length);
  const bands = branches.map((_, i) => {
    const top = FORK.top + i * pitch;
    return { top, height: pitch, y: top + pitch / 2 };
  });
  const height = Math.min(STEM_MOST, pitch * 0.8);
  const y = (FORK.top + FORK.bottom) / 2 - 8;
  let edge = y - height / 2;
  const shares = [...branches.map(({ share }) => share), rest.share];
  const ribbons = shares.map((share, i) => {
    const width = Math.max(LEAST, share * height);
    const from = edge + (share * height) / 2;
    edge += share * height;
    return { from, to: bands[i]?.y ?? Math.min(REST_Y, FORK.bottom - width / 2), width };
  });
  const last = ribbons[branches.length] ?? { from: y, to: REST_Y, width: LEAST };
  return { bands, ribbons: ribbons.slice(0, branches.length), rest: last, stem: { y, height } };
}
