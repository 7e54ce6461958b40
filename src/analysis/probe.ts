import type { TokenId } from '../kernel/ids.ts';
import { randomFrom } from '../kernel/random.ts';

/**
 * Token sequences that mean nothing, in which a head can show what it does everywhere: the second
 * half repeats the first, or (the null of what needs a repetition) goes on with other tokens.
 */
export interface Probe {
  /** `[sequence][token]`: what every prompt of the model begins with, then two halves. */
  readonly repeated: readonly (readonly TokenId[])[];
  readonly fresh: readonly (readonly TokenId[])[];
  readonly half: number;
  /** Tokens before the first half. */
  readonly lead: number;
}

export interface ProbeShape {
  readonly sequences: number;
  readonly half: number;
  readonly seed: number;
}

/**
 * @param pool  ordinary tokens, each once, at least two halves of them; no token stands twice in a half
 * @param lead  what the tokenizer puts before every prompt (BOS), often nothing
 */
export function roleProbe(
  pool: readonly TokenId[],
  lead: readonly TokenId[],
  { sequences, half, seed }: ProbeShape,
): Probe {
  if (pool.length < 2 * half) throw new RangeError(`${pool.length} tokens for two halves of ${half}`);
  const random = randomFrom(seed);
  const drawn = Array.from({ length: sequences }, () => shuffled(pool, random));
  return {
    repeated: drawn.map((ids) => [...lead, ...ids.slice(0, half), ...ids.slice(0, half)]),
    fresh: drawn.map((ids) => [...lead, ...ids.slice(0, 2 * half)]),
    half,
    lead: lead.length,
  };
}

/** First query of the second half that has its earlier copy at a key other than 0, where sinks are. */
export const secondHalf = ({ half, lead }: Pick<Probe, 'half' | 'lead'>): number => Math.max(1, lead) + half;

/** Fisher-Yates. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [mixed[i], mixed[j]];
    if (a !== undefined && b !== undefined) [mixed[i], mixed[j]] = [b, a];
  }
  return mixed;
}
