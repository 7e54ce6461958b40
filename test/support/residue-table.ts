import type { ResidueTable } from '../../src/analysis/residue-table.ts';

/** Every word as good as any other; a fifth lies above .5 and a fifth below −.5. */
const EVEN = {
  mean: 0,
  classes: {},
  distances: [],
  deviation: 1,
  quantiles: Array.from({ length: 21 }, (_, i) => (i - 10) / 12),
};
/** A table made by hand, for models that nobody calibrated. */
export const PLAIN_TABLE: ResidueTable = {
  calibration: { source: 'natural prompts', natural: 1, shuffled: 0 },
  lens: { floor: 0.001, layers: [] },
  looked: { ...EVEN, mean: -0.5 },
  worth: { ...EVEN, mean: -2 },
  back: 0.01,
  others: 0.25,
  write: 0.3,
  rates: [],
};
