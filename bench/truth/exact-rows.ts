import type { Live } from '../../src/analysis/gates.ts';

/** Rows of one batch of exact runs, and where each lies; a row that was already put is not run twice. */
export interface ExactRows {
  readonly rows: readonly Live[];
  /** @returns the row's place in the batch */
  put(live: Live): number;
}

export function exactRows(): ExactRows {
  const rows: Live[] = [];
  const places = new Map<string, number>();
  return {
    rows,
    put(live) {
      const key = JSON.stringify(live);
      const place = places.get(key) ?? rows.push(live) - 1;
      places.set(key, place);
      return place;
    },
  };
}

/** Way between counterfactual and prompt, in logits, below which shares of it mean nothing; as in a receipt. */
const NO_WAY = 0.1;

/** The metric of each row, as it is and as a share of the way from all nodes ablated to none. */
export interface Measured {
  /** logits */
  at(row: number): number;
  /** null where there is no way to have a share of */
  share(row: number): number | null;
  /** What is lost of the way. */
  lost(row: number): number | null;
}

export function measured(metrics: readonly number[], empty: number, full: number): Measured {
  const at = (row: number): number => metrics[row] ?? Number.NaN;
  const way = at(full) - at(empty);
  const share = (row: number) => (Math.abs(way) < NO_WAY ? null : (at(row) - at(empty)) / way);
  const lost = (row: number) => {
    const left = share(row);
    return left === null ? null : 1 - left;
  };
  return { at, share, lost };
}
