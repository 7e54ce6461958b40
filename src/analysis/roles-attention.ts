import { at, type Tensor } from '../kernel/tensor.ts';
import { type Probe, secondHalf } from './probe.ts';

/** What one head scores in each sequence, and what its null gives; both in `[0, 1]`. */
export interface Samples {
  readonly score: readonly number[];
  readonly null: readonly number[];
}

export type LookingRole = 'previous' | 'duplicate' | 'induction' | 'sink';

/**
 * How far one head looks where a role says, in each sequence of the probe: mean attention to the
 * token before, to the earlier copy of the same token, to the token after that copy (Olsson
 * 2209.11895), to the first key (Gu 2410.10781). Key 0 is left out of all but the last.
 *
 * Each null breaks what its role is about: no earlier copy is there (duplicate, induction); the same
 * mean at another distance, or another key, drawn at random (previous, sink).
 *
 * @param repeated  `[sequence, head, query, key]` hook_pattern of `probe.repeated`
 * @param fresh     the same of `probe.fresh`
 */
export function lookingScores(
  probe: Probe,
  { repeated, fresh }: { readonly repeated: Tensor; readonly fresh: Tensor },
  head: number,
  random: () => number,
): Record<LookingRole, Samples> {
  const { half } = probe;
  const start = secondHalf(probe);
  const again = probe.repeated.map((_, row) => at(repeated, row, head));
  const anew = probe.fresh.map((_, row) => at(fresh, row, head));
  const both = (back: number): Samples => ({
    score: again.map((pattern) => alongDiagonal(pattern, back, start)),
    null: anew.map((pattern) => alongDiagonal(pattern, back, start)),
  });
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low));
  return {
    previous: {
      score: anew.map((pattern) => alongDiagonal(pattern, 1, 2)),
      null: anew.map((pattern) => {
        const back = between(2, half);
        return alongDiagonal(pattern, back, back + 1);
      }),
    },
    duplicate: both(half),
    induction: both(half - 1),
    sink: {
      score: anew.map((pattern) => ontoKey(pattern, 0)),
      null: anew.map((pattern) => ontoKey(pattern, between(1, half))),
    },
  };
}

/** Mean of `pattern[i, i − back]` over queries i ≥ start; `[query, key]`. */
export function alongDiagonal({ shape, data }: Tensor, back: number, start: number): number {
  const [tokens = 0] = shape;
  let sum = 0;
  for (let i = start; i < tokens; i++) sum += data[i * tokens + i - back] ?? 0;
  return sum / Math.max(1, tokens - start);
}

/** Mean of `pattern[i, key]` over all later queries. */
export function ontoKey({ shape, data }: Tensor, key: number): number {
  const [tokens = 0] = shape;
  let sum = 0;
  for (let i = key + 1; i < tokens; i++) sum += data[i * tokens + key] ?? 0;
  return sum / Math.max(1, tokens - key - 1);
}
