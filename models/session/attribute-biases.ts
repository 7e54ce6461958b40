import { blockHook, type LayerHook } from '../../src/kernel/hooks.ts';
import { dot, type Tensor } from '../../src/kernel/tensor.ts';
import type { ModelDescription } from '../description.ts';
import type { AttributeRequest } from '../loaded.ts';
import type { AttributionRun } from './attribute-run.ts';
import type { ModelContext } from './context.ts';
import { readWeight } from './weight-reader.ts';

export const hasBiases = ({ qkvBias, attentionOutBias, mlpBias }: ModelDescription): boolean =>
  qkvBias || attentionOutBias || mlpBias;

/** Σ bias · gradient at what it is added to, over every layer and position, averaged over the points. */
export async function biasScores(
  context: ModelContext,
  { rules }: Pick<AttributeRequest, 'rules'>,
  run: AttributionRun,
): Promise<number> {
  let sum = 0;
  for (let layer = 0; layer < context.model.layers; layer++)
    for (const [name, gradient] of biasesOf(context, layer, rules === 'exact', run)) {
      const bias = await readWeight(context.weights, name);
      sum += dot(bias, summed(gradient, bias.length, run.points)) / run.points;
    }
  return sum;
}

/** Names of a layer's biases, each with the gradient, `[B, T, …]`, at what it is added to. */
function biasesOf(
  { family: { weights }, model }: ModelContext,
  layer: number,
  exact: boolean,
  run: AttributionRun,
): (readonly [name: string, gradient: Tensor])[] {
  const gradient = (hook: LayerHook): Tensor => run.gradient(blockHook(layer, hook));
  const read = (side: 'query' | 'key' | 'value') => weights.attentionIn(layer, side, model).bias;
  const part = (of: 'gate' | 'up' | 'down') => weights.mlpBias(layer, of, model);
  const gate = () => run.value(blockHook(layer, 'mlp.hook_pre'));
  const found: (readonly [name: string | undefined, at: () => Tensor])[] = [
    [exact ? read('query') : undefined, () => gradient('attn.hook_q')],
    [exact ? read('key') : undefined, () => gradient('attn.hook_k')],
    [read('value'), () => gradient('attn.hook_v')],
    [weights.attentionOutBias(layer, model), () => gradient('hook_attn_out')],
    [part('gate'), () => gradient('mlp.hook_pre')],
    [part('up'), () => towardsUp(gate(), gradient('mlp.hook_post'), exact)],
    [part('down'), () => gradient('hook_mlp_out')],
  ];
  return found.flatMap(([name, at]) => (name === undefined ? [] : [[name, at()] as const]));
}

/** At the ungated half of a product: what arrives times the activated gate, of which frozen rules give it half. */
function towardsUp(gate: Tensor, { shape, data }: Tensor, exact: boolean): Tensor {
  const share = exact ? 1 : 0.5;
  return { shape, data: data.map((g, i) => g * share * silu(gate.data[i] ?? 0)) };
}

const silu = (x: number): number => x / (1 + Math.exp(-x));

/** Rows of the points and their positions added up, `[width]`. */
function summed({ shape, data }: Tensor, width: number, points: number): Float32Array {
  const sum = new Float64Array(width);
  const end = (data.length / (shape[0] ?? 1)) * points;
  for (let i = 0; i < end; i++) sum[i % width] = (sum[i % width] ?? 0) + (data[i] ?? 0);
  return Float32Array.from(sum);
}
