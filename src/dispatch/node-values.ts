import { blockHook } from '../kernel/hooks.ts';
import type { NodeValues } from '../kernel/patch.ts';
import { sizeOf, type Tensor, tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import type { Counterfactual } from './counterfactual-runs.ts';

/** What every head and MLP puts out in a counterfactual; the mean where it has several versions. */
export async function nodeValues(
  { runner, model, options }: Ask,
  { rows }: Pick<Counterfactual, 'rows'> & Partial<Counterfactual>,
): Promise<NodeValues> {
  const layers = Array.from({ length: model.layers }, (_, layer) => layer);
  const heads = layers.map((layer) => blockHook(layer, 'attn.hook_z'));
  const mlps = layers.map((layer) => blockHook(layer, 'hook_mlp_out'));
  const found = await runner.traceBatch({ rows, hooks: [...heads, ...mlps] }, options);
  const mean = (hook: string): Tensor => meanOfRows(found.get(hook) ?? tensor([0], new Float32Array(0)));
  return { heads: heads.map(mean), mlps: mlps.map(mean) };
}

/** `[rows, …]` → `[1, …]` */
function meanOfRows({ shape, data }: Tensor): Tensor {
  const [rows = 0, ...rest] = shape;
  const size = sizeOf(rest);
  const mean = new Float32Array(size);
  for (let i = 0; i < data.length; i++) mean[i % size] = (mean[i % size] ?? 0) + (data[i] ?? 0) / rows;
  return tensor([1, ...rest], mean);
}
