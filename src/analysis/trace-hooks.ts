import { blockHook, type HookName, type LayerHook } from '../kernel/hooks.ts';

const PER_LAYER: readonly LayerHook[] = [
  'attn.hook_v',
  'attn.hook_pattern',
  'attn.hook_z',
  'hook_resid_mid',
  'hook_mlp_out',
  'hook_resid_post',
];

/** What `reflect.trace` reads of a run: everything direct attribution, attention and the lens need. */
export function traceHooks(layers: number): HookName[] {
  const blocks = Array.from({ length: layers }, (_, layer) =>
    PER_LAYER.map((hook) => blockHook(layer, hook)),
  );
  return ['hook_embed', ...blocks.flat(), 'ln_final.hook_scale', 'logits'];
}
