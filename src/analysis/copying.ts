import { randomFrom } from '../kernel/random.ts';
import { at, type Tensor } from '../kernel/tensor.ts';
import { quantile } from './quantile.ts';

/** How far a head passes on what it reads. */
export interface Copying {
  /** Of the sampled tokens, those whose own logit the head raises most among the sampled; 0 to 1. */
  readonly share: number;
  /** Of the sampled tokens, those whose own logit it lowers most: copy suppression (McDougall 2310.04625). */
  readonly lowers: number;
  /** 99th percentile of either share with the tokens' names shuffled. */
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
  const rows = Array.from({ length: tokens }, (_, read) => at(raised, read).data);
  const most = rows.map(largestAt);
  const least = rows.map((row) => largestAt(row.map((x) => -x)));
  const random = randomFrom(seed);
  const own = Array.from(rows.keys());
  const chance = Array.from({ length: SHUFFLES }, () => {
    const names = shuffled(own, random);
    return Math.max(agreement(most, names), agreement(least, names));
  });
  return {
    share: agreement(most, own),
    lowers: agreement(least, own),
    null99: quantile(chance, 0.99),
    tokens,
  };
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
