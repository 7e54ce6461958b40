import { randomFrom } from '../kernel/random.ts';
import { at, type Tensor } from '../kernel/tensor.ts';
import { quantile } from './quantile.ts';

/** How far a head passes on what it reads. */
export interface Copying {
  /** Of the sampled tokens, those whose own logit the head raises most among the sampled; 0 to 1. */
  readonly share: number;
  /** 99th percentile of the same share with the tokens' names shuffled. */
  readonly null99: number;
  /** Sampled tokens. */
  readonly tokens: number;
}

const SHUFFLES = 200;

/**
 * Copying score of one head's OV circuit: reading a token, does it raise that same token?
 *
 * The null keeps what the head writes and shuffles which token each write is asked about: a head that
 * raises the same few words whatever it reads scores no better than its null.
 *
 * @param raised  `[token, token]`: what the head, reading the one, adds to the logit of the other
 * @see Elhage et al. 2021 (copying); Wang et al. 2211.00593, "copy score"
 */
export function copying(raised: Tensor, seed: number): Copying {
  const tokens = raised.shape[0] ?? 0;
  const most = Array.from({ length: tokens }, (_, read) => largestAt(at(raised, read).data));
  const random = randomFrom(seed);
  const own = Array.from(most.keys());
  const chance = Array.from({ length: SHUFFLES }, () => agreement(most, shuffled(own, random)));
  return { share: agreement(most, own), null99: quantile(chance, 0.99), tokens };
}

const largestAt = (row: Float32Array): number =>
  row.reduce((best, value, i) => (value > (row[best] ?? Number.NEGATIVE_INFINITY) ? i : best), 0);

const agreement = (most: readonly number[], names: readonly number[]): number =>
  most.filter((token, i) => token === names[i]).length / Math.max(1, most.length);

function shuffled(items: readonly number[], random: () => number): number[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}
