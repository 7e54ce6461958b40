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
 * 2209.11895), to the first key (Gu 2410.10781). All four are shares of the same look, that of the
 * repeated half: a head that rests at the first key until something repeats is no sink there.
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
  const along = (patterns: readonly Tensor[], back: () => number) =>
    patterns.map((pattern) => alongDiagonal(pattern, back(), start));
  const onto = (key: () => number) => again.map((pattern) => ontoKey(pattern, key(), start));
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low));
  const others = () => between(2, half - 1); // neither the token before nor what repeats
  return {
    previous: { score: along(again, () => 1), null: along(again, others) },
    duplicate: { score: along(again, () => half), null: along(anew, () => half) },
    induction: { score: along(again, () => half - 1), null: along(anew, () => half - 1) },
    sink: { score: onto(() => 0), null: onto(() => between(1, half)) },
  };
}

/** Mean of `pattern[i, i − back]` over queries i ≥ start; `[query, key]`. */
function alongDiagonal({ shape, data }: Tensor, back: number, start: number): number {
  const [tokens = 0] = shape;
  let sum = 0;
  for (let i = start; i < tokens; i++) sum += data[i * tokens + i - back] ?? 0;
  return sum / Math.max(1, tokens - start);
}

/** Mean of `pattern[i, key]` over queries i ≥ start; `[query, key]`. */
function ontoKey({ shape, data }: Tensor, key: number, start: number): number {
  const [tokens = 0] = shape;
  let sum = 0;
  for (let i = start; i < tokens; i++) sum += data[i * tokens + key] ?? 0;
  return sum / Math.max(1, tokens - start);
}
