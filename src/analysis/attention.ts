import { blockHook } from '../kernel/hooks.ts';
import { at, type Tensor } from '../kernel/tensor.ts';
import type { Trace } from '../kernel/trace.ts';
import type { AttentionFinding, DirectFinding } from './findings.ts';
import { hookOf } from './hook-of.ts';

/** A head named by layer and index within it. */
export interface HeadAddress {
  readonly layer: number;
  readonly head: number;
}

/**
 * Where the answering position looks, and how much of what it looks at is carried over:
 * `N[src] = ‖A[last, src] · v[src] W_O‖₂`, normalised over src.
 *
 * A position is a sink when it takes at least a fifth of the attention, averaged over all heads of
 * the model, and less than half of that once values are weighed: it is looked at and says nothing.
 *
 * @param trace  needs every hook_pattern and hook_v
 * @param gram   `W_O W_Oᵀ` per head, `[layer, head, headWidth, headWidth]`
 * @param shown  heads to report, in the order given
 * @param scores direct attribution, for the score beside each head
 * @throws {AnalysisError} `hook-missing`
 * @see Kobayashi et al. 2004.10102; sinks: Gu et al. 2410.10781
 */
export function attention(
  trace: Trace,
  gram: Tensor,
  shown: readonly HeadAddress[],
  scores: DirectFinding,
): AttentionFinding {
  const position = scores.metric.position;
  const scoreOf = new Map(scores.parts.map(({ node, score }) => [node, score]));
  const heads = shown.map((address) => {
    const name = `L${address.layer}H${address.head}`;
    const { pattern, weighted } = look(trace, gram, address, position);
    return { head: name, pattern, weighted, score: scoreOf.get(`${name}@${position}`) ?? Number.NaN };
  });
  const sinks = sinksOf(trace, gram, position);
  return {
    kind: 'attention',
    method: 'attention of the answering position, weighted by the size of what is carried (Kobayashi 2020)',
    unit: 'share of a head’s look; each row sums to 1',
    control:
      sinks.length === 0
        ? 'no position takes attention without carrying anything'
        : 'sinks, looked at on average by every head and carrying little, are greyed',
    caveats: [
      'QK side: where a head looks is not why the answer came out; the score beside each head says what its look did.',
    ],
    position,
    heads,
    sinks,
  };
}

/** One head's row at `query`, raw and value-weighted, both summing to 1. */
export function look(
  trace: Trace,
  gram: Tensor,
  { layer, head }: HeadAddress,
  query: number,
): { pattern: number[]; weighted: number[] } {
  const row = at(hookOf(trace, blockHook(layer, 'attn.hook_pattern')), 0, head, query).data;
  const values = at(hookOf(trace, blockHook(layer, 'attn.hook_v')), 0);
  const keyHead = Math.floor(head / (trace.model.heads / trace.model.kvHeads));
  const pattern = Array.from(row.subarray(0, query + 1));
  const carried = pattern.map(
    (share, src) => share * writtenNorm(at(values, src, keyHead).data, at(gram, layer, head)),
  );
  const total = carried.reduce((sum, x) => sum + x, 0);
  return { pattern, weighted: carried.map((x) => (total > 0 ? x / total : 0)) };
}

/** ‖v W_O‖ from the Gram matrix of W_O: `√(v G vᵀ)`. */
export function writtenNorm(value: Float32Array, gram: Tensor): number {
  let sum = 0;
  for (let i = 0; i < value.length; i++) {
    const row = i * value.length;
    let inner = 0;
    for (let j = 0; j < value.length; j++) inner += (gram.data[row + j] ?? 0) * (value[j] ?? 0);
    sum += (value[i] ?? 0) * inner;
  }
  return Math.sqrt(Math.max(0, sum));
}

/** Positions that the heads of the model look at on average and take little from; see `attention`. */
export function sinksOf(trace: Trace, gram: Tensor, position: number): number[] {
  const raw = new Array<number>(position + 1).fill(0);
  const carried = new Array<number>(position + 1).fill(0);
  const { layers, heads } = trace.model;
  for (let layer = 0; layer < layers; layer++) {
    for (let head = 0; head < heads; head++) {
      const { pattern, weighted } = look(trace, gram, { layer, head }, position);
      pattern.forEach((share, src) => {
        raw[src] = (raw[src] ?? 0) + share / (layers * heads);
      });
      weighted.forEach((share, src) => {
        carried[src] = (carried[src] ?? 0) + share / (layers * heads);
      });
    }
  }
  return raw.flatMap((share, src) => (share >= 0.2 && (carried[src] ?? 0) < share / 2 ? [src] : []));
}
