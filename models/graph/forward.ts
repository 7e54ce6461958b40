import { blockHook, type HookName } from '../../src/kernel/hooks.ts';
import type { ModelDescription } from '../description.ts';
import type { Family, FamilyOps, HookTail } from '../families/family.ts';
import type { WeightTable } from '../weights.ts';
import { attentionParts } from './attention.ts';
import { type GraphBuilder, graphBuilder, type Value } from './builder.ts';
import { edit } from './edit.ts';
import type { HookSource } from './hooks.ts';
import { linearOf } from './linear.ts';
import type { GraphSpec } from './onnx.ts';
import { LOGIT_ROWS, TOKENS } from './ports.ts';

/** The graph of a whole model, and where each hook comes out of it. */
export interface ForwardGraph {
  readonly spec: GraphSpec;
  readonly hooks: ReadonlyMap<HookName, HookSource>;
  readonly logits: Value;
  /** By layer: all keys and values so far, `[B, K, S, dh]`, what the next call gets as its past. */
  readonly cache: readonly { readonly key: Value; readonly value: Value }[];
}

/** All on in use; each may be left out to measure what it costs. */
export interface ForwardOptions {
  readonly hooks: boolean;
  readonly edits: boolean;
  readonly cache: boolean;
}

const EVERYTHING: ForwardOptions = { hooks: true, edits: true, cache: true };

/** @throws {ModelError} `tensor-missing` */
export function forwardGraph(
  family: Family,
  model: ModelDescription,
  weights: WeightTable,
  options: ForwardOptions = EVERYTHING,
): ForwardGraph {
  const b = graphBuilder(family.name, weights);
  const tokens = b.input(TOKENS, 'int64', ['batch', 'tokens']);
  const rows = b.input(LOGIT_ROWS, 'int64', ['logits']);
  const attention = attentionParts(b, model, tokens, options.cache);
  const hooks = new Map<HookName, HookSource>();
  const cache: { key: Value; value: Value }[] = [];

  function source(hook: HookName, from: HookSource, ...outputs: Value[]): void {
    if (!options.hooks) return;
    hooks.set(hook, from);
    for (const value of outputs) b.output(value);
  }

  function hook(name: HookName, value: Value): Value {
    source(name, { kind: 'output', output: value }, value);
    return value;
  }

  /** A family's vocabulary within one layer, or outside all of them. */
  function ops(layer: number | undefined): FamilyOps {
    const named = (tail: HookTail): HookName => (layer === undefined ? tail : `blocks.${layer}.${tail}`);
    const here = layer ?? 0;
    let keys: Value | undefined;
    return {
      model,
      lookup: (table) => b.rows(table, b.op('Reshape', [tokens, b.ints([-1])])),
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
        const { z, values } = attention.read(pattern, from, here);
        if (keys !== undefined && options.cache) cache[here] = { key: keys, value: values };
        return z;
      },
      add: (x, y) => b.op('Add', [x, y]),
      multiply: (x, y) => b.op('Mul', [x, y]),
      silu: (x) => b.op('Mul', [x, b.op('Sigmoid', [x])]),
      hook: (tail, x) => hook(named(tail), x),
      edit: (site, x) => (options.edits ? edit(b, model, site, here, x) : x),
    };
  }

  const enter = (stream: Value, layer: number): Value =>
    options.edits ? edit(b, model, 'residual', layer, stream) : stream;

  let stream = hook('hook_embed', enter(family.embed(ops(undefined)), 0));
  for (let layer = 0; layer < model.layers; layer++) {
    hook(blockHook(layer, 'hook_resid_pre'), stream);
    stream = enter(family.block(ops(layer), stream, layer), layer + 1);
    hook(blockHook(layer, 'hook_resid_post'), stream);
    withResult(family, layer, hooks, source);
  }
  const normalised = hook('ln_final.hook_normalized', family.final(ops(undefined), stream));
  const chosen = b.op('Gather', [normalised, rows]);
  const logits = hook('logits', linearOf(b, chosen, b.weight(family.weights.unembedding(model))));
  b.output(logits);
  for (const { key, value } of cache) for (const present of [key, value]) b.output(present);
  return { spec: b.finish(), hooks, logits, cache };
}

/** hook_result is never in the graph: it is z · W_O, made when it is asked for. */
function withResult(
  family: Family,
  layer: number,
  hooks: ReadonlyMap<HookName, HookSource>,
  source: (hook: HookName, from: HookSource, ...outputs: Value[]) => void,
): void {
  const z = hooks.get(blockHook(layer, 'attn.hook_z'));
  if (z?.kind !== 'output') return;
  const outWeight = family.weights.attentionOut(layer);
  source(blockHook(layer, 'attn.hook_result'), { kind: 'result', z: z.output, outWeight }, z.output);
}

const linear = (b: GraphBuilder, x: Value, name: string, bias: boolean): Value =>
  linearOf(b, x, b.weight(`${name}.weight`), ...(bias ? [b.weight(`${name}.bias`)] : []));

/** ONNX Runtime's own RMS norm: one kernel instead of six. */
const rmsNorm = (b: GraphBuilder, x: Value, gain: Value, epsilon: number): Value =>
  b.op('SimplifiedLayerNormalization', [x, gain], { axis: { int: -1 }, epsilon: { float: epsilon } });
