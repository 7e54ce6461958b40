import { tokenId } from '../../src/kernel/ids.ts';
import type { ModelDescription } from '../description.ts';
import { ModelError } from '../errors.ts';
import { EXACT, METRIC, METRIC_ROWS } from '../graph/ports.ts';
import type { GradientRequest } from '../loaded.ts';
import { spansOf } from './batches.ts';
import type { ModelContext } from './context.ts';
import type { Feed } from './runtime.ts';
import { readRows } from './weight-reader.ts';

type Metrics = Pick<GradientRequest, 'tokens' | 'metric' | 'rules'>;

/** The metrics of all rows as the graph takes them: what the tokens they name are read by, and their weight at every position. */
export async function metricFeeds(
  { family, model, weights }: ModelContext,
  { tokens, metric, rules }: Metrics,
): Promise<Map<string, Feed>> {
  const length = tokens[0]?.length ?? 0;
  const columns = [...new Set(metric.flat().map(({ token }) => token))];
  if (columns.length === 0) columns.push(tokenId(0)); // no metric anywhere: any token, weighing nothing
  const mixture = new Float32Array(tokens.length * length * columns.length);
  const columnOf = new Map(columns.map((token, column) => [token, column]));
  metric.forEach((terms, row) => {
    for (const { token, position, weight } of terms) {
      const place = (row * length + position) * columns.length + (columnOf.get(token) ?? 0);
      mixture[place] = (mixture[place] ?? 0) + weight;
    }
  });
  const directions = new Float32Array(columns.length * model.width);
  for (const { from, to } of spansOf(columns.length, READ_AT_ONCE)) {
    const rows = await readRows(weights, family.weights.unembedding(model), columns.slice(from, to));
    rows.forEach((row, i) => {
      directions.set(row, (from + i) * model.width);
    });
  }
  return new Map([
    [EXACT, { type: 'float32', shape: [], data: Float32Array.of(rules === 'exact' ? 1 : 0) }],
    [METRIC_ROWS, { type: 'float32', shape: [columns.length, model.width], data: directions }],
    [METRIC, { type: 'float32', shape: [tokens.length * length, columns.length], data: mixture }],
  ]);
}

/** Each row is read through a handle of its own, of which a process may have so many. */
const READ_AT_ONCE = 64;

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
