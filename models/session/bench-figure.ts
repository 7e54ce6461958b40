import { type TokenId, tokenId } from '../../src/kernel/ids.ts';
import { randomFrom } from '../../src/kernel/random.ts';

/** One figure of docs/performance.md. Ratios compare runs taken in turn, so that a busy machine slows both. */
export interface BenchFigure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'x' | 'ms' | 'MB' | 'tokens/s';
  /** What it should be: `≤ 1.10`. */
  readonly target?: string;
}

/** Seeded token ids: what they are does not change the time. */
export function benchTokens(length: number, vocab: number, seed = 1): TokenId[] {
  const random = randomFrom(seed);
  return Array.from({ length }, () => tokenId(Math.floor(random() * vocab)));
}
