import { functionClass } from './function-words.ts';
import { quantile } from './quantile.ts';

/** One source of one calibration prompt; `value` on a log scale. */
export interface SourceSample {
  readonly text: string;
  /** Tokens before the answering position. */
  readonly distance: number;
  readonly value: number;
}

/** What a word's class and distance alone let expect, and how far single words lie from it. */
export interface SourcePrior {
  readonly mean: number;
  readonly classes: Readonly<Record<string, number>>;
  /** By bin, see binOf. */
  readonly distances: readonly number[];
  readonly deviation: number;
  /** z-scores at 0, 5, … 100 % of the calibration sources. */
  readonly quantiles: readonly number[];
}

/** Lower edges of the bins of distance. */
const BINS = [0, 1, 2, 3, 4, 6, 9, 13, 21, 41] as const;
const ROUNDS = 30;

const binOf = (distance: number): number => BINS.findLastIndex((edge) => distance >= edge);

/** Determiner, preposition, … as in function-words.ts; sign, number, content, and pieces of words. */
export function sourceClass(text: string): string {
  const word = text.trim();
  if (word === '') return 'space';
  if (/^\p{N}+$/u.test(word)) return 'number';
  if (/^[\p{P}\p{S}]+$/u.test(word)) return 'sign';
  const role = functionClass(word);
  if (role !== undefined) return role;
  return /^\s/.test(text) || /^\p{Lu}/u.test(word) ? 'content' : 'piece';
}

/**
 * An additive fit, value = mean + class + distance, by turns (backfitting of a two-way layout).
 *
 * @returns deviation and quantiles are of the residuals
 */
export function fitSourcePrior(samples: readonly SourceSample[]): SourcePrior {
  const rows = samples.map(({ text, distance, value }) => ({
    word: sourceClass(text),
    bin: binOf(distance),
    value,
  }));
  const mean = average(rows.map(({ value }) => value));
  let classes: Record<string, number> = {};
  let distances = BINS.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    classes = Object.fromEntries(
      [...new Set(rows.map(({ word }) => word))].map((word) => [
        word,
        average(
          rows
            .filter((row) => row.word === word)
            .map(({ bin, value }) => value - mean - (distances[bin] ?? 0)),
        ),
      ]),
    );
    distances = BINS.map((_, bin) =>
      average(
        rows.filter((row) => row.bin === bin).map(({ word, value }) => value - mean - (classes[word] ?? 0)),
      ),
    );
  }
  const residuals = rows.map(
    ({ word, bin, value }) => value - mean - (classes[word] ?? 0) - (distances[bin] ?? 0),
  );
  const deviation = Math.max(1e-6, Math.sqrt(average(residuals.map((r) => r * r))));
  const zs = residuals.map((r) => r / deviation);
  const quantiles = Array.from({ length: 21 }, (_, i) => (zs.length === 0 ? 0 : quantile(zs, i / 20)));
  return { mean, classes, distances, deviation, quantiles };
}

/** How far a source lies from what its class and distance let expect, standard deviations. */
export const sourceZ = (prior: SourcePrior, { text, distance, value }: SourceSample): number =>
  (value - prior.mean - (prior.classes[sourceClass(text)] ?? 0) - (prior.distances[binOf(distance)] ?? 0)) /
  prior.deviation;

/** The z-score below which a share of the calibration sources lies. */
export function priorQuantile({ quantiles }: SourcePrior, share: number): number {
  const place = Math.min(1, Math.max(0, share)) * (quantiles.length - 1);
  const [low, high] = [quantiles[Math.floor(place)] ?? 0, quantiles[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}

const average = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, x) => sum + x, 0) / values.length;
