import { type HookName, LAYER_HOOKS, type LayerHook } from '../../src/kernel/hooks.ts';
import type { ModelDescription } from '../description.ts';
import type { Value } from './builder.ts';

/**
 * How a hook is had from a run. Most are outputs of the graph; what is rarely wanted and cheap to
 * derive is not, because ONNX Runtime computes the whole graph whatever is fetched.
 */
export type HookSource =
  /** An output, in the hook's order of numbers though perhaps not in its shape. */
  | { readonly kind: 'output'; readonly output: Value }
  /** √(mean(x²) + ε) of each row of an output `[N, D]`. */
  | { readonly kind: 'rms'; readonly of: Value; readonly epsilon: number }
  /** q · k / √dh + mask from rotated queries `[N, H·dh]` and all rotated keys `[B, K, S, dh]`. */
  | { readonly kind: 'scores'; readonly queries: Value; readonly keys: Value }
  /** z · W_O head by head, from z `[N, H·dh]`. */
  | { readonly kind: 'result'; readonly z: Value; readonly outWeight: string };

export interface Dimensions {
  readonly batch: number;
  readonly tokens: number;
  /** Keys seen: earlier tokens and these. */
  readonly keys: number;
  /** Positions whose logits were computed. */
  readonly logits: number;
}

/** The shape in which a hook is handed out; letters as in src/kernel/hooks.ts. */
export function hookShape(hook: HookName, model: ModelDescription, run: Dimensions): readonly number[] {
  const { batch, tokens } = run;
  const tail = hook.replace(/^blocks\.\d+\./, '');
  if (tail === 'logits') return [batch, run.logits, model.vocab];
  if (tail.endsWith('hook_scale')) return [batch, tokens, 1];
  const layerHook = LAYER_HOOKS.find((name) => name === tail);
  return layerHook === undefined ? [batch, tokens, model.width] : layerShape(layerHook, model, run);
}

function layerShape(hook: LayerHook, model: ModelDescription, run: Dimensions): readonly number[] {
  const { batch, tokens, keys } = run;
  switch (hook) {
    case 'attn.hook_q':
    case 'attn.hook_rot_q':
    case 'attn.hook_z':
      return [batch, tokens, model.heads, model.headWidth];
    case 'attn.hook_k':
    case 'attn.hook_rot_k':
    case 'attn.hook_v':
      return [batch, tokens, model.kvHeads, model.headWidth];
    case 'attn.hook_attn_scores':
    case 'attn.hook_pattern':
      return [batch, model.heads, tokens, keys];
    case 'attn.hook_result':
      return [batch, tokens, model.heads, model.width];
    case 'mlp.hook_pre':
    case 'mlp.hook_post':
      return [batch, tokens, model.mlpWidth];
    default:
      return [batch, tokens, model.width];
  }
}
