import { blockHook } from '../../src/kernel/hooks.ts';
import { at, type Tensor } from '../../src/kernel/tensor.ts';
import type { AttributionRun } from './attribute-run.ts';
import type { StreamGradient } from './edge-gradient.ts';

/**
 * At what an MLP reads: what the gradient at the stream gains on its way back past it. What attention
 * and the MLP put out is added to the stream, so the gradients there are the stream's own.
 *
 * @param positions  elsewhere it is left 0
 */
export function mlpGradient(
  run: AttributionRun,
  layer: number,
  positions: readonly number[],
): StreamGradient {
  const before = run.gradient(blockHook(layer, 'hook_attn_out'));
  const after = run.gradient(blockHook(layer, 'hook_mlp_out'));
  return averaged(run, positions, [
    [before, 1],
    [after, -1],
  ]);
}

/** At what the final norm reads, where the metric reads it. */
export const logitGradient = (
  run: AttributionRun,
  layers: number,
  positions: readonly number[],
): StreamGradient => averaged(run, positions, [[run.gradient(blockHook(layers - 1, 'hook_mlp_out')), 1]]);

/** Σ weight · gradient, averaged over the points, `[T, D]`. */
function averaged(
  run: AttributionRun,
  positions: readonly number[],
  parts: readonly (readonly [gradient: Tensor, weight: number])[],
): StreamGradient {
  const [, tokens = 0, width = 0] = parts[0]?.[0].shape ?? [];
  const rows = new Float32Array(tokens * width);
  for (const [gradient, weight] of parts)
    for (let point = 0; point < run.points; point++)
      for (const position of positions)
        at(gradient, point, position).data.forEach((x, i) => {
          const place = position * width + i;
          rows[place] = (rows[place] ?? 0) + (weight * x) / run.points;
        });
  return { kind: 'stream', rows };
}
