import { blockHook, type HookName, type LayerHook } from '../../src/kernel/hooks.ts';
import type { AttributeRequest } from '../loaded.ts';

/** What an attribution fetches from its run forwards and backwards. */
export interface AttributionHooks {
  readonly hooks: readonly HookName[];
  readonly gradients: readonly HookName[];
}

/** Where nodes write. */
const NODES: readonly LayerHook[] = ['attn.hook_z', 'hook_mlp_out'];
/** What edges into heads are made from: what a head finds and how much of it, and its norm's input. */
const FOUND: readonly LayerHook[] = ['hook_resid_pre', 'attn.hook_pattern'];
/** Where patterns and norms may change: what heads look by and what they find. */
const GIVEN: readonly LayerHook[] = ['attn.hook_q', 'attn.hook_k', 'attn.hook_v'];

/** @param biases  the model has some and they are asked about */
export function attributionHooks(
  { rules, edges }: Pick<AttributeRequest, 'rules' | 'edges'>,
  layers: number,
  biases: boolean,
): AttributionHooks {
  const exact = rules === 'exact';
  const hooks: LayerHook[] = [...NODES];
  const gradients: LayerHook[] = [...NODES];
  if (edges !== undefined) {
    hooks.push(...FOUND, ...(exact ? [...GIVEN, 'attn.hook_rot_q' as const] : []));
    gradients.push('hook_attn_out');
    if (exact) gradients.push('attn.hook_q', 'attn.hook_attn_scores');
  }
  if (biases) {
    hooks.push('mlp.hook_pre');
    gradients.push('hook_attn_out', 'attn.hook_v', 'mlp.hook_pre', 'mlp.hook_post');
    if (exact) gradients.push('attn.hook_q', 'attn.hook_k');
  }
  return { hooks: everywhere(layers, hooks), gradients: ['hook_embed', ...everywhere(layers, gradients)] };
}

/** As `attributionHooks`, for every edge of the model at once. */
export function totalHooks({ rules }: Pick<AttributeRequest, 'rules'>, layers: number): AttributionHooks {
  const exact = rules === 'exact';
  const hooks: readonly LayerHook[] = [...NODES, 'hook_resid_pre', ...(exact ? GIVEN : [])];
  const read: readonly LayerHook[] = exact ? GIVEN : ['attn.hook_v'];
  const gradients = [...NODES, 'hook_attn_out', ...read] as const;
  return { hooks: everywhere(layers, hooks), gradients: ['hook_embed', ...everywhere(layers, gradients)] };
}

const everywhere = (layers: number, hooks: readonly LayerHook[]): HookName[] =>
  Array.from({ length: layers }, (_, layer) =>
    [...new Set(hooks)].map((hook) => blockHook(layer, hook)),
  ).flat();
