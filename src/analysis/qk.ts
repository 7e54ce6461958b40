import { at, dot, type Tensor } from '../kernel/tensor.ts';
import type { HeadWhy, QkPair, QkPart, QkPartName, QkTable } from './head-finding.ts';

/** What one part of the looking token's stream gives to the head's query, rotated, `[headWidth]`. */
export interface QueryPart {
  readonly name: QkPartName;
  readonly vector: Float32Array;
}

/** What one part gives to the key of every token up to the looking one, rotated, `[token, headWidth]`. */
export interface KeyPart {
  readonly name: QkPartName;
  readonly vectors: Tensor;
}

/** Parts of either side that the table names. */
const TABLED = 5;

export interface QkAsk {
  readonly queries: readonly QueryPart[];
  readonly keys: readonly KeyPart[];
  /** hook_attn_scores of the looking token, `[token]`. */
  readonly scores: Float32Array;
  /** The token whose score is taken apart. */
  readonly key: number;
  /** Tokens whose mean is subtracted. */
  readonly reference: readonly number[];
  /** Pairs, and parts of either side, that are listed. */
  readonly top: number;
}

/**
 * Why a head looks at a token: its attention score split into (query part, key part) pairs,
 * `s_ij = Σ_ab q_a(i) · k_b(j) / √dh`, the norm's scales being those of this run.
 *
 * What a pair gives to every key alike cancels in the softmax, so each pair counts from its mean over
 * the reference keys. The map is linear in the key: one subtraction a key part serves all pairs.
 *
 * @returns logits of the softmax over keys
 * @see Elhage et al. 2021 (QK circuit); Kamath et al. 2025
 */
export function qk({ queries, keys, scores, key, reference, top }: QkAsk): HeadWhy {
  const root = Math.sqrt(queries[0]?.vector.length ?? 1);
  const centred = keys.map(({ name, vectors }) => ({ name, vector: aboveMean(vectors, key, reference) }));
  const pairs = queries.flatMap((query) =>
    centred.map(
      ({ name, vector }): QkPair => ({
        query: query.name,
        key: name,
        score: dot(query.vector, vector) / root,
      }),
    ),
  );
  const listed = bySize(pairs).slice(0, top);
  const [byQuery, byKey] = [marginal(pairs, ({ query }) => query), marginal(pairs, (pair) => pair.key)];
  const sums = sumsOf(queries, keys).map((sum) => sum / root);
  const score = scores[key] ?? Number.NaN;
  const mean = reference.reduce((sum, j) => sum + (scores[j] ?? Number.NaN), 0) / reference.length;
  return {
    key,
    reference,
    score,
    mean,
    pairs: listed,
    ofPairs: pairs.length,
    rest:
      pairs.reduce((sum, pair) => sum + pair.score, 0) - listed.reduce((sum, pair) => sum + pair.score, 0),
    table: tableOf(pairs, byQuery.slice(0, TABLED), byKey.slice(0, TABLED)),
    byQuery: byQuery.slice(0, top),
    byKey: byKey.slice(0, top),
    error: worst(sums, scores),
  };
}

/** Every pair in the cell of its parts, or among the others of its row, its column or both. */
function tableOf(pairs: readonly QkPair[], rows: readonly QkPart[], columns: readonly QkPart[]): QkTable {
  const [queries, keys] = [rows.map(({ part }) => part), columns.map(({ part }) => part)];
  const place = (names: readonly QkPartName[]) => {
    const at = new Map(names.map((name, i) => [name, i]));
    return (name: QkPartName) => at.get(name) ?? names.length;
  };
  const [row, column] = [place(queries), place(keys)];
  const scores = Array.from({ length: rows.length + 1 }, () => new Array<number>(columns.length + 1).fill(0));
  for (const { query, key, score } of pairs) {
    const cells = scores[row(query)];
    if (cells !== undefined) cells[column(key)] = (cells[column(key)] ?? 0) + score;
  }
  return { queries, keys, scores };
}

/** `vectors[key] − mean over the reference`, float64 sums. */
function aboveMean(vectors: Tensor, key: number, reference: readonly number[]): Float32Array {
  const own = at(vectors, key).data;
  return own.map((x, d) => {
    const sum = reference.reduce((total, j) => total + (at(vectors, j).data[d] ?? 0), 0);
    return x - sum / reference.length;
  });
}

/** `Σ_ab q_a · k_b(j)` for every key: what the parts say the scores are. */
function sumsOf(queries: readonly QueryPart[], keys: readonly KeyPart[]): number[] {
  const tokens = keys[0]?.vectors.shape[0] ?? 0;
  return Array.from({ length: tokens }, (_, j) => {
    const query = added(queries.map(({ vector }) => vector));
    return dot(query, added(keys.map(({ vectors }) => at(vectors, j).data)));
  });
}

function added(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors)
    for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] ?? 0) + (vector[d] ?? 0);
  return Float32Array.from(sum);
}

function worst(sums: readonly number[], scores: Float32Array): number {
  const size = Math.max(...sums.map((_, j) => Math.abs(scores[j] ?? 0)));
  return Math.max(...sums.map((sum, j) => Math.abs(sum - (scores[j] ?? Number.NaN)))) / (size || 1);
}

function marginal(pairs: readonly QkPair[], side: (pair: QkPair) => QkPartName): QkPart[] {
  const sums = new Map<QkPartName, number>();
  for (const pair of pairs) sums.set(side(pair), (sums.get(side(pair)) ?? 0) + pair.score);
  return bySize(Array.from(sums, ([part, score]) => ({ part, score })));
}

const bySize = <Scored extends { readonly score: number }>(items: readonly Scored[]): Scored[] =>
  [...items].sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
