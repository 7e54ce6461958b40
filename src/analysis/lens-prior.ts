import type { ResidueTable } from './residue-table.ts';

/** By layer, token ids with their lens probabilities: one prompt's likeliest words. */
export type LensRow = readonly (readonly [number, number])[];

/** Means below this are not kept: a word above every threshold beats it anyway. */
export const LENS_FLOOR = 0.001;

/**
 * The lens's own liking of each token at each layer: its mean probability over prompts.
 *
 * @param prompts  `[prompt][layer]`, the likeliest words of each state; what is not listed counts as 0
 */
export function lensPriors(prompts: readonly (readonly LensRow[])[]): ResidueTable['lens'] {
  const layers = Array.from({ length: prompts[0]?.length ?? 0 }, (_, layer) => {
    const sums = new Map<number, number>();
    for (const prompt of prompts)
      for (const [id, prob] of prompt[layer] ?? []) sums.set(id, (sums.get(id) ?? 0) + prob / prompts.length);
    return [...sums].filter(([, mean]) => mean >= LENS_FLOOR).sort((a, b) => b[1] - a[1]);
  });
  return { floor: LENS_FLOOR, layers };
}

/** Token by token the larger of two likings: what a word must beat. */
export function largerPriors(a: ResidueTable['lens'], b: ResidueTable['lens']): ResidueTable['lens'] {
  const layers = a.layers.map((row, layer) => {
    const larger = new Map(row);
    for (const [id, mean] of b.layers[layer] ?? []) larger.set(id, Math.max(mean, larger.get(id) ?? 0));
    return [...larger].sort((x, y) => y[1] - x[1]);
  });
  return { floor: Math.max(a.floor, b.floor), layers };
}
