import { LEAST_TOKENS, ngrams, repeated } from '../kernel/ngrams.ts';
import { MEASURES, type Measure, type Measures, type Trip } from './trajectory-finding.ts';

/** A text and what the model is like after it. */
export interface ReadText {
  readonly ids: readonly number[];
  /** nats, of what each token was drawn from, or is expected from; may lack the first. */
  readonly entropies: readonly number[];
  /** `[width]`, the final state at the end of its reading. */
  readonly state: Float32Array;
  /** `[vocab]`, there: what it says next. */
  readonly logits: Float32Array;
}

/**
 * The measures of collapse of the last of some texts: seq-rep-4 (Welleck 1908.04319), distinct-2 (Li
 * 1510.03055, here over 2-grams), mean next-token entropy; and against the texts before it the cosine of final states,
 * KL(now ‖ before) of next-token distributions in nats, and how much of the way between two neighbours is
 * taken back by the third (oscillation).
 *
 * @param texts  oldest first; the first may be what was asked
 */
export function measuresOf(texts: readonly ReadText[]): Measures {
  const [now, before, earlier] = [texts.at(-1), texts.at(-2), texts.at(-3)];
  if (now === undefined) throw new RangeError('no text to measure');
  const long = now.ids.length >= LEAST_TOKENS;
  return {
    repetition: long ? repeated(now.ids, 4) : null,
    distinct: long ? 1 - repeated(now.ids, 2) : null,
    entropy: long ? mean(now.entropies) : null,
    cosine: before === undefined ? null : cosine(now.state, before.state),
    kl: before === undefined ? null : divergence(now.logits, before.logits),
    period:
      before === undefined || earlier === undefined
        ? null
        : oscillation(likeness(now.ids, earlier.ids), likeness(now.ids, before.ids)),
  };
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Shared 2-grams of two texts over those they have, counted with repeats (Dice); of single tokens by themselves. */
export function likeness(a: readonly number[], b: readonly number[]): number {
  const n = Math.min(a.length, b.length) < 2 ? 1 : 2;
  const [left, right] = [ngrams(a, n), ngrams(b, n)];
  const counts = new Map<string, number>();
  for (const gram of left) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  let shared = 0;
  for (const gram of right) {
    const rest = counts.get(gram) ?? 0;
    if (rest > 0) shared++;
    counts.set(gram, rest - 1);
  }
  return left.length + right.length === 0 ? 1 : (2 * shared) / (left.length + right.length);
}

/**
 * 1 where a text is the one before the last and the last is another; 0 where it is no likelier that one than the
 * last, as in a text that stands still.
 */
export const oscillation = (toEarlier: number, toBefore: number): number =>
  toBefore >= 1 ? 0 : Math.max(0, toEarlier - toBefore) / (1 - toBefore);

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, left, right] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    dot += x * y;
    left += x * x;
    right += y * y;
  }
  return left === 0 || right === 0 ? 0 : dot / Math.sqrt(left * right);
}

/** KL(p ‖ q), nats, of the distributions of two rows of logits. */
function divergence(p: Float32Array, q: Float32Array): number {
  const [zp, zq] = [logSum(p), logSum(q)];
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const logP = (p[i] ?? 0) - zp;
    sum += Math.exp(logP) * (logP - ((q[i] ?? 0) - zq));
  }
  return Math.max(0, sum);
}

function logSum(logits: Float32Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > top) top = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - top);
  return top + Math.log(sum);
}

/** Collapse is a high value of these, a low one of the others. */
const HIGH: readonly Measure[] = ['repetition', 'cosine', 'period'];
const isHigh = (measure: Measure): boolean => HIGH.includes(measure);

/** Final states and next words are alike after any two texts: of their range only the end tells something. */
const COSINE_RANGE = 1 / 30;
const KL_RANGE = 1 / 4;

/**
 * The value from which a measure counts as collapse: `degree` 1 is wholly collapsed, 0 not at all.
 * Repetition and oscillation are shares as they are; distinct-2 is counted from the other side, entropy as
 * exp(−H), the reciprocal of the words the model wavers between.
 */
export const limitsAt = (degree: number): Readonly<Record<Measure, number>> => ({
  repetition: degree,
  distinct: 1 - degree,
  entropy: -Math.log(degree),
  cosine: 1 - (1 - degree) * COSINE_RANGE,
  kl: -Math.log(degree) * KL_RANGE,
  period: degree,
});

/** The degree of collapse at which a value would be the limit. */
export function degreeOf(measure: Measure, limit: number): number {
  if (measure === 'distinct') return 1 - limit;
  if (measure === 'entropy') return Math.exp(-limit);
  if (measure === 'kl') return Math.exp(-limit / KL_RANGE);
  return measure === 'cosine' ? 1 - (1 - limit) / COSINE_RANGE : limit;
}

const trips = (measure: Measure, value: number | null, limit: number): boolean =>
  value !== null && (isHigh(measure) ? value >= limit : value <= limit);

/** Measures that are at their limit. */
export const overOf = (measures: Measures, limits: Measures): Measure[] =>
  MEASURES.filter((measure) => trips(measure, measures[measure], limits[measure] ?? Number.NaN));

/** The first pass at which each measure is at its limit, in the order of passes. */
export function tripsOf(passes: readonly { readonly measures: Measures }[], limits: Measures): Trip[] {
  const seen = new Set<Measure>();
  return passes.flatMap(({ measures }, i) =>
    overOf(measures, limits).flatMap((measure): Trip[] => {
      const value = measures[measure];
      if (seen.has(measure) || value === null) return [];
      seen.add(measure);
      return [{ pass: i + 1, measure, value }];
    }),
  );
}
