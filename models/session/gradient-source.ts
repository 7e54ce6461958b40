import { constantWhenFrozen, type HookName } from '../../src/kernel/hooks.ts';
import { type Tensor, tensor } from '../../src/kernel/tensor.ts';
import type { ModelDescription } from '../description.ts';
import { ModelError } from '../errors.ts';
import type { GradientGraph } from '../graph/gradient.ts';
import { hookShape } from '../graph/hooks.ts';
import type { GradientRequest, GradientRules } from '../loaded.ts';
import { dataOf } from './derived.ts';
import { gradientAtLogits } from './metric-feeds.ts';

/** How the gradient at a hook is had from a run. */
export type GradientSource =
  | { readonly kind: 'output'; readonly output: string }
  /** At hook_result: what one head writes is added to the others', so each has the gradient of the sum. */
  | { readonly kind: 'every head'; readonly output: string }
  /** The metric's own weights. */
  | { readonly kind: 'metric' };

/** @throws {ModelError} `gradient-undefined`: a constant under these rules */
export function gradientSource(graph: GradientGraph, hook: HookName, rules: GradientRules): GradientSource {
  if (hook === 'logits') return { kind: 'metric' };
  const ofSum = hook.replace(/attn\.hook_result$/, 'hook_attn_out');
  const output = graph.gradients.get(ofSum);
  if (output !== undefined && (rules === 'exact' || !constantWhenFrozen(hook)))
    return { kind: ofSum === hook ? 'output' : 'every head', output };
  throw new ModelError({
    code: 'gradient-undefined',
    what: `There is no gradient at ${hook} under the ${rules} rules: attention patterns and norm scales are constants there.`,
    where: hook,
    fix: "Ask for hook_v, hook_z or the residual stream, or for rules 'exact'.",
  });
}

/** One gradient in its hook's shape. */
export function gradientTensor(
  source: GradientSource,
  hook: HookName,
  outputs: ReadonlyMap<string, Tensor>,
  request: GradientRequest,
  model: ModelDescription,
): Tensor {
  const tokens = request.tokens[0]?.length ?? 0;
  const run = { batch: request.tokens.length, tokens, keys: tokens, logits: tokens };
  const shape = hookShape(hook, model, run);
  switch (source.kind) {
    case 'output':
      return tensor(shape, dataOf(outputs, source.output));
    case 'every head':
      return tensor(shape, repeated(dataOf(outputs, source.output), model));
    case 'metric':
      return tensor(shape, gradientAtLogits(request, model));
  }
}

/** `[N, D]` → `[N, H, D]` */
function repeated(rows: Float32Array, { heads, width }: ModelDescription): Float32Array {
  const data = new Float32Array(rows.length * heads);
  for (let row = 0; row * width < rows.length; row++)
    for (let head = 0; head < heads; head++)
      data.set(rows.subarray(row * width, (row + 1) * width), (row * heads + head) * width);
  return data;
}
