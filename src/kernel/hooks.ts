/**
 * Hook addresses: TransformerLens' names, the ones `contract.md` fixes for `dotp dump`.
 * Shapes in the comments: B batch, T tokens, H heads, K key-value heads, D width, dh head width, F MLP width, V vocabulary.
 */
export type HookName = string;

/** Hooks of one layer, below `blocks.i.`. */
export const LAYER_HOOKS = [
  'hook_resid_pre', // [B, T, D]
  'ln1.hook_scale', // [B, T, 1]
  'attn.hook_q', // [B, T, H, dh] before rotation
  'attn.hook_k', // [B, T, K, dh] before rotation
  'attn.hook_v', // [B, T, K, dh]
  'attn.hook_rot_q', // [B, T, H, dh]
  'attn.hook_rot_k', // [B, T, K, dh]
  'attn.hook_attn_scores', // [B, H, query, key] scaled, masked with -inf
  'attn.hook_pattern', // [B, H, query, key]
  'attn.hook_z', // [B, T, H, dh]
  'attn.hook_result', // [B, T, H, D] what each head writes
  'hook_attn_out', // [B, T, D] as added to the residual stream
  'hook_resid_mid', // [B, T, D]
  'ln2.hook_scale', // [B, T, 1]
  'mlp.hook_pre', // [B, T, F] gate before its activation
  'mlp.hook_post', // [B, T, F] what the down projection reads
  'hook_mlp_out', // [B, T, D] as added to the residual stream
  'hook_resid_post', // [B, T, D]
] as const;

export const TOP_HOOKS = ['hook_embed', 'ln_final.hook_scale', 'ln_final.hook_normalized', 'logits'] as const;

export type LayerHook = (typeof LAYER_HOOKS)[number];

export const blockHook = (layer: number, hook: LayerHook): HookName => `blocks.${layer}.${hook}`;

/** Residual states in depth order: the embedding, then after attention and after the MLP of every layer. */
export function residualHooks(layers: number): HookName[] {
  const blocks = Array.from({ length: layers }, (_, layer) => [
    blockHook(layer, 'hook_resid_mid'),
    blockHook(layer, 'hook_resid_post'),
  ]);
  return ['hook_embed', ...blocks.flat()];
}

/**
 * What the frozen rules of a gradient hold constant: attention patterns and what leads to them, and
 * norm scales. There is no gradient at these then.
 */
export const constantWhenFrozen = (hook: HookName): boolean =>
  /hook_scale$|attn\.hook_(rot_)?[qk]$|hook_attn_scores$|hook_pattern$/.test(hook);

/** Every hook of a model with so many layers, in the order of the forward pass. */
export function allHooks(layers: number): HookName[] {
  const blocks = Array.from({ length: layers }, (_, i) => LAYER_HOOKS.map((hook) => blockHook(i, hook)));
  const [embed, ...after] = TOP_HOOKS;
  return [embed, ...blocks.flat(), ...after];
}

/**
 * Hooks that match a comma-separated list of addresses, in which `*` stands for any run of
 * characters (`blocks.*.attn.hook_pattern,ln_final.*`).
 *
 * @returns the matches in forward order, and the patterns that matched nothing
 */
export function matchHooks(patterns: string, layers: number): { hooks: HookName[]; unmatched: string[] } {
  const wanted = patterns
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const tests = wanted.map((pattern) => ({ pattern, test: globTest(pattern) }));
  const hooks = allHooks(layers).filter((hook) => tests.some(({ test }) => test.test(hook)));
  const unmatched = tests
    .filter(({ test }) => !hooks.some((hook) => test.test(hook)))
    .map(({ pattern }) => pattern);
  return { hooks, unmatched };
}

function globTest(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`);
}
