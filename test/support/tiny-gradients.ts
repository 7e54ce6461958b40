import { ModelError } from '../../models/errors.ts';
import type { GradientRequest, GradientResult } from '../../models/loaded.ts';
import { at, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { tinyForward } from './tiny-forward.ts';
import { WIDTH } from './tiny-weights.ts';

const STEP = 1e-2;

/** Gradients of the tiny model by central differences, at the two streams it lets one replace. */
export function tinyGradients(request: GradientRequest): GradientResult {
  const { tokens, hooks } = request;
  const interventions = request.interventions ?? [];
  return {
    hooks: tinyForward({ tokens, hooks, interventions }).hooks,
    gradients: new Map(request.gradients.map((hook) => [hook, gradientAt(request, hook)])),
    metric: Float32Array.from(tokens, (_, row) => metricOf(request, row, interventions)),
  };
}

const STREAMS = new Map([
  ['hook_embed', 0],
  ['blocks.0.hook_resid_post', 1],
]);

function gradientAt(request: GradientRequest, hook: string): Tensor {
  const layer = STREAMS.get(hook);
  if (layer === undefined)
    throw new ModelError({
      code: 'gradient-undefined',
      what: `No gradient at ${hook}.`,
      fix: 'Ask for another.',
    });
  const { tokens } = request;
  const interventions = request.interventions ?? [];
  const stream =
    tinyForward({ tokens, hooks: [hook], interventions }).hooks.get(hook) ?? tensor([0], new Float32Array());
  const gradient = stream.data.map((_, i) => {
    const row = Math.floor(i / WIDTH / (tokens[0]?.length ?? 1));
    const position = Math.floor(i / WIDTH) % (tokens[0]?.length ?? 1);
    const moved = (by: number): number => {
      const value = at(stream, row, position).data.slice();
      value[i % WIDTH] = (value[i % WIDTH] ?? 0) + by;
      return metricOf(request, row, [...interventions, { kind: 'residual', layer, row, position, value }]);
    };
    return (moved(STEP) - moved(-STEP)) / (2 * STEP);
  });
  return tensor(stream.shape, gradient);
}

function metricOf(
  { tokens, metric }: GradientRequest,
  row: number,
  interventions: NonNullable<GradientRequest['interventions']>,
): number {
  const logits = tinyForward({ tokens, hooks: ['logits'], interventions }).hooks.get('logits');
  if (logits === undefined) throw new RangeError('no logits');
  return (metric[row] ?? []).reduce(
    (sum, { token, position, weight }) =>
      sum + weight * (at(logits, row, position).data[token] ?? Number.NaN),
    0,
  );
}
