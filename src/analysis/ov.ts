import { blockHook } from '../kernel/hooks.ts';
import { at, dot } from '../kernel/tensor.ts';
import type { MetricDirection, Trace } from '../kernel/trace.ts';
import type { HeadAddress } from './attention.ts';
import { hookOf } from './hook-of.ts';

/** One head's value of one token, `[headWidth]`: what it carries when it looks there wholly. */
export function readValue(trace: Trace, { layer, head }: HeadAddress, position: number): Float32Array {
  const group = trace.model.heads / trace.model.kvHeads;
  return at(hookOf(trace, blockHook(layer, 'attn.hook_v')), 0, position, Math.floor(head / group)).data;
}

/**
 * What one head adds to the metric at the answering position, by the token it read:
 * `A[i, j] · v[j] W_O · direction / σ`. The parts sum to its direct score.
 *
 * @param scale  of the final norm at the answering position
 * @see Elhage et al. 2021 (OV circuit)
 */
export function readFrom(
  trace: Trace,
  toward: MetricDirection,
  address: HeadAddress,
  position: number,
  scale: number,
): number[] {
  const { layer, head } = address;
  const look = at(hookOf(trace, blockHook(layer, 'attn.hook_pattern')), 0, head, position).data;
  const write = at(toward.heads, layer, head).data;
  return Array.from(
    { length: position + 1 },
    (_, from) => ((look[from] ?? 0) * dot(readValue(trace, address, from), write)) / scale,
  );
}
