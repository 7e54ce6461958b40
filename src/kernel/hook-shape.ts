import { type HookName, LAYER_HOOKS, type LayerHook } from './hooks.ts';
import type { ModelFacts } from './model.ts';

/** What the shapes of a model's hooks follow from. */
export type Dimensions = Pick<
  ModelFacts,
  'layers' | 'heads' | 'kvHeads' | 'headWidth' | 'width' | 'mlpWidth' | 'vocab'
>;

/**
 * Shape of a hook for `batch` rows of `tokens` tokens, by the table in hooks.ts.
 *
 * @returns undefined when no model has a hook of that name
 */
export function hookShape(
  model: Dimensions,
  hook: HookName,
  batch: number,
  tokens: number,
): readonly number[] | undefined {
  const stem = LAYER_HOOKS.find((name) => hook.startsWith('blocks.') && hook.endsWith(`.${name}`));
  const axes = stem === undefined ? topAxes(model, hook) : layerAxes(model, stem, tokens);
  if (axes === undefined) return undefined;
  const perHeadPair = stem === 'attn.hook_attn_scores' || stem === 'attn.hook_pattern';
  return perHeadPair ? [batch, ...axes] : [batch, tokens, ...axes];
}

/** Axes after batch and token; for scores and pattern, after batch. */
function layerAxes(
  { heads, kvHeads, headWidth, width, mlpWidth }: Dimensions,
  hook: LayerHook,
  tokens: number,
): readonly number[] {
  switch (hook) {
    case 'ln1.hook_scale':
    case 'ln2.hook_scale':
      return [1];
    case 'attn.hook_q':
    case 'attn.hook_rot_q':
    case 'attn.hook_z':
      return [heads, headWidth];
    case 'attn.hook_k':
    case 'attn.hook_rot_k':
    case 'attn.hook_v':
      return [kvHeads, headWidth];
    case 'attn.hook_attn_scores':
    case 'attn.hook_pattern':
      return [heads, tokens, tokens];
    case 'attn.hook_result':
      return [heads, width];
    case 'mlp.hook_pre':
    case 'mlp.hook_post':
      return [mlpWidth];
    default:
      return [width];
  }
}

function topAxes({ width, vocab }: Dimensions, hook: HookName): readonly number[] | undefined {
  switch (hook) {
    case 'hook_embed':
    case 'ln_final.hook_normalized':
      return [width];
    case 'ln_final.hook_scale':
      return [1];
    case 'logits':
      return [vocab];
    default:
      return undefined;
  }
}
