import { expOfNegative } from './exponential.ts';

/**
 * softmax(logits / temperature), its weights relative to the largest and not kept: 49,152 of them for
 * each token of each sample are more memory to fetch than numbers to compute.
 */
export interface Distribution {
  readonly logits: Float32Array;
  /** The largest logit. */
  readonly top: number;
  readonly temperature: number;
  /** Σ weight */
  readonly total: number;
  /** Σ weight · ln weight */
  readonly moment: number;
  /** Σ weight up to the end of each block of `BLOCK` tokens. */
  readonly sums: Float64Array;
}

const BLOCK = 256;

/** Plain loops here and below: the vocabulary is walked for every token of every row. */
export function distributionOf(logits: Float32Array, top: number, temperature: number): Distribution {
  const sums = new Float64Array(Math.ceil(logits.length / BLOCK));
  let total = 0;
  let moment = 0;
  for (let block = 0; block < sums.length; block++) {
    const end = Math.min(logits.length, (block + 1) * BLOCK);
    for (let id = block * BLOCK; id < end; id++) {
      const log = ((logits[id] ?? 0) - top) / temperature;
      const weight = expOfNegative(log);
      total += weight;
      if (weight > 0) moment += weight * log; // one without weight has no share in it
    }
    sums[block] = total;
  }
  return { logits, top, temperature, total, moment, sums };
}

/** nats: ln Σw − Σ w·ln w / Σw */
export const entropyOf = ({ total, moment }: Distribution): number =>
  Math.max(0, Math.log(total) - moment / total);

/** The token whose interval `[Σ before, Σ with it)`, by id, holds the share `u` of the whole. */
export function tokenAt(from: Distribution, u: number): number {
  const { sums, total, logits } = from;
  const aim = u * total;
  let block = 0;
  while ((sums[block] ?? total) <= aim && (sums[block] ?? total) < total) block++;
  const before = block === 0 ? 0 : (sums[block - 1] ?? 0);
  const ids = Array.from(logits.subarray(block * BLOCK, (block + 1) * BLOCK), (_, i) => block * BLOCK + i);
  return walk(from, ids, aim - before);
}

/** As `tokenAt`, of the smallest set of likeliest tokens that holds `topP`, likeliest first; equals by lowest id. */
export function nucleusTokenAt(from: Distribution, topP: number, u: number): number {
  const { logits, total } = from;
  // All tokens below this share together hold less than 1 − topP: none of them is in the nucleus.
  const floor = Math.log(((1 - topP) / logits.length) * total);
  const ids: number[] = [];
  for (let id = 0; id < logits.length; id++) if (logOf(from, id) >= floor) ids.push(id);
  ids.sort((a, b) => logOf(from, b) - logOf(from, a) || a - b);
  let kept = 0;
  let mass = 0;
  while (kept < ids.length && mass < topP * total) mass += expOfNegative(logOf(from, ids[kept++] ?? 0));
  return walk(from, ids.slice(0, kept), u * mass);
}

/** The last token with any weight stands in where rounding used the last of the mass up. */
function walk(from: Distribution, ids: readonly number[], mass: number): number {
  let left = mass;
  let last = ids[0] ?? 0;
  for (const id of ids) {
    const weight = expOfNegative(logOf(from, id));
    if (weight === 0) continue;
    last = id;
    left -= weight;
    if (left < 0) return id;
  }
  return last;
}

const logOf = ({ logits, top, temperature }: Distribution, id: number): number =>
  ((logits[id] ?? 0) - top) / temperature;
