import { blockHook, type HookName } from '../../src/kernel/hooks.ts';
import type { ModelDescription } from '../description.ts';
import type { Family, FamilyOps, HookTail } from '../families/family.ts';
import { attentionParts } from './attention.ts';
import type { GraphBuilder, Value } from './builder.ts';
import { edit } from './edit.ts';
import type { HookSource } from './hooks.ts';
import { tokensInput } from './inputs.ts';
import { linearOf } from './linear.ts';
import { LOGIT_ROWS, type Site } from './ports.ts';

/** Every node from the tokens to the logits, and where each hook comes out. */
export interface Pass {
  /** `[B, T]` token ids. */
  readonly tokens: Value;
  readonly hooks: ReadonlyMap<HookName, HookSource>;
  /** The tensors that hooks name, whether or not they are outputs. */
  readonly values: ReadonlyMap<HookName, Value>;
  /** ln_final.hook_normalized, `[N, D]`. */
  readonly normalised: Value;
  readonly logits: Value;
  /** By layer: the ungated half of its MLP, `[N, F]`, which no hook names and the way back needs. */
  readonly factors: readonly Value[];
  /** By layer: all keys and values so far, `[B, K, S, dh]`, what the next call gets as its past. */
  readonly cache: readonly { readonly key: Value; readonly value: Value }[];
}

/** All on in use; each may be left out to measure what it costs. */
export interface ForwardOptions {
  readonly hooks: boolean;
  readonly edits: boolean;
  readonly cache: boolean;
}

/** A family's vocabulary, and the edit where the stream enters a layer. */
export interface PassOps extends FamilyOps {
  edit(site: Site, x: Value): Value;
}

/** What stands between a family and the graph it builds: the same vocabulary, every call noted. */
export type Recorder = (ops: PassOps, layer: number | undefined) => PassOps;

/** @throws {ModelError} `tensor-missing` */
export function forwardPass(
  b: GraphBuilder,
  family: Family,
  model: ModelDescription,
  options: ForwardOptions,
  record: Recorder = (ops) => ops,
): Pass {
  const tokens = tokensInput(b);
  const rows = b.input(LOGIT_ROWS, 'int64', ['logits']);
  const attention = attentionParts(b, model, tokens, options.cache);
  const hooks = new Map<HookName, HookSource>();
  const values = new Map<HookName, Value>();
  const cache: { key: Value; value: Value }[] = [];
  const factors: Value[] = [];

  function source(hook: HookName, from: HookSource, ...outputs: Value[]): void {
    if (!options.hooks) return;
    hooks.set(hook, from);
    for (const value of outputs) b.output(value);
  }

  function hook(name: HookName, value: Value): Value {
    values.set(name, value);
    source(name, { kind: 'output', output: value }, value);
    return value;
  }

  /** A family's vocabulary within one layer, or outside all of them. */
  function plain(layer: number | undefined): PassOps {
    const named = (tail: HookTail): HookName => hookIn(layer, tail);
    const here = layer ?? 0;
    let keys: Value | undefined;
    return {
      model,
      lookup: (table) => b.op('Gather', [b.weight(table), b.op('Reshape', [tokens, b.ints([-1])])]),
      linear: (x, name, bias) => linear(b, x, name, bias),
      rmsNorm(x, gain, scale) {
        source(named(scale), { kind: 'rms', of: x, epsilon: model.normEpsilon }, x);
        return rmsNorm(b, x, b.weight(gain), model.normEpsilon);
      },
      rotate: attention.rotate,
      attend(queries, from) {
        const attended = attention.attend(queries, from, here);
        keys = attended.keys;
        source(named('attn.hook_attn_scores'), { kind: 'scores', queries, keys }, queries, keys);
        return attended.pattern;
      },
      read(pattern, from) {
        const { z, values: all } = attention.read(pattern, from, here);
        if (keys !== undefined && options.cache) cache[here] = { key: keys, value: all };
        return z;
      },
      add: (x, y) => b.op('Add', [x, y]),
      multiply(x, y) {
        if (options.hooks) b.output(y);
        factors[here] = y;
        return b.op('Mul', [x, y]);
      },
      silu: (x) => b.op('Mul', [x, b.op('Sigmoid', [x])]),
      hook: (tail, x) => hook(named(tail), x),
      edit: (site, x) => (options.edits ? edit(b, model, site, here, x) : x),
    };
  }

  const ops = (layer: number | undefined): PassOps => record(plain(layer), layer);

  let stream = hook('hook_embed', ops(0).edit('residual', family.embed(ops(undefined))));
  for (let layer = 0; layer < model.layers; layer++) {
    hook(blockHook(layer, 'hook_resid_pre'), stream);
    stream = ops(layer + 1).edit('residual', family.block(ops(layer), stream, layer));
    hook(blockHook(layer, 'hook_resid_post'), stream);
    const result = resultSource(family, layer, values);
    if (result !== undefined) source(blockHook(layer, 'attn.hook_result'), result, result.z);
  }
  const normalised = hook('ln_final.hook_normalized', family.final(ops(undefined), stream));
  const chosen = b.op('Gather', [normalised, rows]);
  const logits = hook('logits', linearOf(b, chosen, b.weight(family.weights.unembedding(model))));
  return { tokens, hooks, values, normalised, logits, factors, cache };
}

/** Full address of a hook that a family named. */
export const hookIn = (layer: number | undefined, tail: HookTail): HookName =>
  layer === undefined ? tail : `blocks.${layer}.${tail}`;

/** hook_result is never in the graph: it is z · W_O, made when it is asked for. */
function resultSource(
  family: Family,
  layer: number,
  values: ReadonlyMap<HookName, Value>,
): Extract<HookSource, { kind: 'result' }> | undefined {
  const z = values.get(blockHook(layer, 'attn.hook_z'));
  return z && { kind: 'result', z, outWeight: family.weights.attentionOut(layer) };
}

const linear = (b: GraphBuilder, x: Value, name: string, bias: boolean): Value =>
  linearOf(b, x, b.weight(`${name}.weight`), ...(bias ? [b.weight(`${name}.bias`)] : []));

/** ONNX Runtime's own RMS norm: one kernel instead of six. */
const rmsNorm = (b: GraphBuilder, x: Value, gain: Value, epsilon: number): Value =>
  b.op('SimplifiedLayerNormalization', [x, gain], { axis: { int: -1 }, epsilon: { float: epsilon } });
