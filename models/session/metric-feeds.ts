import type { ModelDescription } from '../description.ts';
import { ModelError } from '../errors.ts';
import { EXACT, METRIC, METRIC_TOKENS } from '../graph/ports.ts';
import type { GradientRequest } from '../loaded.ts';
import { int64 } from './feeds.ts';
import type { Feed } from './runtime.ts';

/** The metrics of all rows as the graph takes them: the tokens they name, and their weight at every position. */
export function metricFeeds({
  tokens,
  metric,
  rules,
}: Pick<GradientRequest, 'tokens' | 'metric' | 'rules'>): Map<string, Feed> {
  const length = tokens[0]?.length ?? 0;
  const named = [...new Set(metric.flat().map(({ token }) => token))];
  const columns = named.length === 0 ? [0] : named; // no metric anywhere: any token, weighing nothing
  const columnOf = new Map<number, number>(columns.map((token, column) => [token, column]));
  const weights = new Float32Array(tokens.length * length * columns.length);
  metric.forEach((terms, row) => {
    for (const { token, position, weight } of terms) {
      const place = (row * length + position) * columns.length + (columnOf.get(token) ?? 0);
      weights[place] = (weights[place] ?? 0) + weight;
    }
  });
  return new Map([
    [EXACT, { type: 'float32', shape: [], data: Float32Array.of(rules === 'exact' ? 1 : 0) }],
    [METRIC_TOKENS, int64([columns.length], columns)],
    [METRIC, { type: 'float32', shape: [tokens.length * length, columns.length], data: weights }],
  ]);
}

/** Gradient at the logits, `[B, T, V]`: the weights themselves. */
export function gradientAtLogits(
  { tokens, metric }: Pick<GradientRequest, 'tokens' | 'metric'>,
  { vocab }: ModelDescription,
): Float32Array {
  const length = tokens[0]?.length ?? 0;
  const data = new Float32Array(tokens.length * length * vocab);
  metric.forEach((terms, row) => {
    for (const { token, position, weight } of terms) {
      const place = (row * length + position) * vocab + token;
      data[place] = (data[place] ?? 0) + weight;
    }
  });
  return data;
}

/** @throws {ModelError} `metric-invalid` for a row without a metric of its own or a term outside the run, `token-outside-vocabulary` */
export function checkMetric({ tokens, metric }: GradientRequest, { vocab }: ModelDescription): void {
  if (metric.length !== tokens.length)
    throw invalid(`${metric.length} metrics do not fit ${tokens.length} rows.`, 'Give each row its own.');
  const length = tokens[0]?.length ?? 0;
  for (const term of metric.flat()) {
    if (!within(term.token, vocab)) throw outside(term.token, vocab);
    if (!within(term.position, length))
      throw invalid(
        `The metric names position ${term.position}; the run has ${length} tokens.`,
        'Count positions from 0.',
      );
    if (!Number.isFinite(term.weight))
      throw invalid(`The metric weighs a token by ${term.weight}.`, 'Give finite weights.');
  }
}

const within = (index: number, count: number): boolean =>
  Number.isInteger(index) && index >= 0 && index < count;

const invalid = (what: string, fix: string): ModelError =>
  new ModelError({ code: 'metric-invalid', what, fix });

const outside = (id: number, vocab: number): ModelError =>
  new ModelError({
    code: 'token-outside-vocabulary',
    what: `Token ${id} of the metric is not one of the model's ${vocab}.`,
    fix: `Use ids from 0 to ${vocab - 1}, from this model's own tokenizer.`,
  });
