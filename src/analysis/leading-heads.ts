import { blockHook } from '../kernel/hooks.ts';
import { at, type Tensor, tensor } from '../kernel/tensor.ts';
import type { Trace } from '../kernel/trace.ts';
import type { HeadAddress } from './attention.ts';
import type { DirectFinding } from './findings.ts';
import { hookOf } from './hook-of.ts';

/** The heads that add or take away most, largest first. */
export function leadingHeads(scores: DirectFinding, count: number): HeadAddress[] {
  return scores.parts
    .flatMap(({ node, score }) => {
      const match = /^L(\d+)H(\d+)@/.exec(node);
      return match === null
        ? []
        : [{ layer: Number(match[1]), head: Number(match[2]), size: Math.abs(score) }];
    })
    .sort((a, b) => b.size - a.size)
    .slice(0, count)
    .map(({ layer, head }) => ({ layer, head }));
}

/** One head's z at one position, `[headWidth]`. */
export const zOf = (trace: Trace, { layer, head }: HeadAddress, position: number): Float32Array =>
  at(hookOf(trace, blockHook(layer, 'attn.hook_z')), 0, position, head).data;

/** The last residual state of a position as one row, `[1, width]`. */
export function finalState(trace: Trace, position: number): Tensor {
  const state = at(hookOf(trace, blockHook(trace.model.layers - 1, 'hook_resid_post')), 0, position);
  return tensor([1, trace.model.width], state.data);
}

/** The final norm's scale of a position in this run. */
export const finalScale = (trace: Trace, position: number): number =>
  at(hookOf(trace, 'ln_final.hook_scale'), 0, position).data[0] ?? Number.NaN;
