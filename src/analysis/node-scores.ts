import { blockHook, type HookName } from '../kernel/hooks.ts';
import type { NodeValues } from '../kernel/patch.ts';
import type { Tensor } from '../kernel/tensor.ts';
import type { NodeName } from './findings.ts';
import { type NodeSpace, nodeAt, spaceSize } from './node-space.ts';

export interface ScoredNode {
  readonly id: NodeName;
  /** logits */
  readonly score: number;
}

/** Hooks that node scores are made from: what heads and MLPs put out. */
export const nodeHooks = (layers: number): HookName[] =>
  Array.from({ length: layers }, (_, layer) => [
    blockHook(layer, 'attn.hook_z'),
    blockHook(layer, 'hook_mlp_out'),
  ]).flat();

/**
 * Every head and MLP at every position: (own output − baseline) · gradient, the gradient averaged
 * over the rows of a run (EAP-IG, Hanna 2403.17806). Heads are scored on z, which they write linearly.
 *
 * @param own        hooks of the prompt's run, row 0
 * @param gradients  the same hooks, `[points, token, …]`
 * @param baseline   what nodes put out in the counterfactual; left out: nothing
 */
export function nodeScores(
  space: NodeSpace,
  own: ReadonlyMap<HookName, Tensor>,
  gradients: ReadonlyMap<HookName, Tensor>,
  baseline?: NodeValues,
): ScoredNode[] {
  const scores = new Float64Array(spaceSize(space));
  for (let layer = 0; layer < space.layers; layer++)
    for (const [hook, base, first, units] of [
      [blockHook(layer, 'attn.hook_z'), baseline?.heads[layer], 0, space.heads],
      [blockHook(layer, 'hook_mlp_out'), baseline?.mlps[layer], space.heads, 1],
    ] as const) {
      const [output, gradient] = [own.get(hook)?.data, gradients.get(hook)];
      if (output === undefined || gradient === undefined) throw new RangeError(`scores need ${hook}`);
      const points = gradient.shape[0] ?? 1;
      const row = gradient.data.length / points;
      const width = row / (space.tokens * units);
      for (let i = 0; i < gradient.data.length; i++) {
        const at = i % row;
        const unit = Math.floor(at / width);
        const node =
          (layer * space.tokens + Math.floor(unit / units)) * (space.heads + 1) + first + (unit % units);
        scores[node] =
          (scores[node] ?? 0) +
          (((output[at] ?? 0) - (base?.data[at] ?? 0)) * (gradient.data[i] ?? 0)) / points;
      }
    }
  return Array.from(scores, (score, node) => ({ id: nodeAt(space, node), score }));
}
