import { blockHook } from '../../src/kernel/hooks.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import type { ModelFacts } from '../../src/kernel/model.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { type Tensor, tensor } from '../../src/kernel/tensor.ts';
import type { MetricDirection, Trace } from '../../src/kernel/trace.ts';

/**
 * A trace built by hand, so that every number in it is known: random values, patterns and MLP
 * outputs, put together by the definition of the architecture (z = A v, attention out = z W_O,
 * residual = sum, logits through an RMS norm), without any model.
 */
export interface TinyTrace {
  readonly trace: Trace;
  /** `[layer][head][headWidth][width]` */
  readonly outputs: readonly (readonly (readonly Float32Array[])[])[];
  /** `[vocab][width]`, the norm's gain multiplied in. */
  readonly unembedding: readonly Float32Array[];
  /** `[position][vocab]` */
  readonly logits: readonly Float32Array[];
  directionOf(weights: ReadonlyMap<number, number>): MetricDirection;
  gram(): Tensor;
}

export const TINY = {
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headWidth: 3,
  width: 5,
  vocab: 11,
  tokens: 4,
} as const;

export function tinyTrace(seed: number): TinyTrace {
  const { layers, heads, kvHeads, headWidth, width, vocab, tokens } = TINY;
  const random = randomFrom(seed);
  const draw = (n: number) => Float32Array.from({ length: n }, () => random() * 2 - 1);
  const outputs = times(layers, () => times(heads, () => times(headWidth, () => draw(width))));
  const unembedding = times(vocab, () => draw(width));
  const hooks = new Map<string, Tensor>();
  const embed = times(tokens, () => draw(width));
  hooks.set('hook_embed', stack(embed, [1, tokens, width]));

  let residual = embed.map((row) => Float32Array.from(row));
  for (let layer = 0; layer < layers; layer++) {
    const values = times(tokens, () => times(kvHeads, () => draw(headWidth)));
    const pattern = times(heads, () => times(tokens, (query) => causalRow(query, tokens, random)));
    const z = times(tokens, (query) =>
      times(heads, (head) => {
        const mixed = new Float32Array(headWidth);
        for (let key = 0; key <= query; key++)
          add(
            mixed,
            values[key]?.[Math.floor((head * kvHeads) / heads)] ?? mixed,
            pattern[head]?.[query]?.[key] ?? 0,
          );
        return mixed;
      }),
    );
    const mlp = times(tokens, () => draw(width));
    hooks.set(blockHook(layer, 'attn.hook_v'), stack(values.flat(), [1, tokens, kvHeads, headWidth]));
    hooks.set(blockHook(layer, 'attn.hook_pattern'), stack(pattern.flat(), [1, heads, tokens, tokens]));
    hooks.set(blockHook(layer, 'attn.hook_z'), stack(z.flat(), [1, tokens, heads, headWidth]));
    hooks.set(blockHook(layer, 'hook_mlp_out'), stack(mlp, [1, tokens, width]));
    residual = residual.map((row, t) => {
      const next = Float32Array.from(row);
      z[t]?.forEach((headZ, head) => {
        headZ.forEach((x, d) => {
          add(next, outputs[layer]?.[head]?.[d] ?? next, x);
        });
      });
      return next;
    });
    hooks.set(blockHook(layer, 'hook_resid_mid'), stack(residual, [1, tokens, width]));
    residual = residual.map((row, t) => add(Float32Array.from(row), mlp[t] ?? row, 1));
    hooks.set(blockHook(layer, 'hook_resid_post'), stack(residual, [1, tokens, width]));
  }
  const scales = residual.map((row) => Math.sqrt(row.reduce((sum, x) => sum + x * x, 0) / width + 1e-5));
  hooks.set('ln_final.hook_scale', tensor([1, tokens, 1], Float32Array.from(scales)));
  const logits = residual.map((row, t) =>
    Float32Array.from(unembedding, (column) => inner(row, column) / (scales[t] ?? 1)),
  );
  hooks.set('logits', stack(logits, [1, tokens, vocab]));
  return {
    trace: { model: FACTS, tokens: times(tokens, (t) => ({ id: tokenId(t), text: `w${t}` })), hooks },
    outputs,
    unembedding,
    logits,
    directionOf: (weights) => directionOf(weights, unembedding, outputs),
    gram: () => gramOf(outputs),
  };
}

function directionOf(
  weights: ReadonlyMap<number, number>,
  unembedding: readonly Float32Array[],
  outputs: TinyTrace['outputs'],
): MetricDirection {
  const direction = new Float32Array(TINY.width);
  for (const [id, weight] of weights) add(direction, unembedding[id] ?? direction, weight);
  const heads = outputs.flat(2).map((row) => inner(row, direction));
  return {
    direction,
    heads: tensor([TINY.layers, TINY.heads, TINY.headWidth], Float32Array.from(heads)),
    constant: 0,
    biases: 0,
  };
}

function gramOf(outputs: TinyTrace['outputs']): Tensor {
  const { layers, heads, headWidth } = TINY;
  const values = outputs.flat().flatMap((rows) => rows.flatMap((a) => rows.map((b) => inner(a, b))));
  return tensor([layers, heads, headWidth, headWidth], Float32Array.from(values));
}

function causalRow(query: number, tokens: number, random: () => number): Float32Array {
  const row = Float32Array.from({ length: tokens }, (_, key) => (key <= query ? random() + 0.01 : 0));
  const total = row.reduce((sum, x) => sum + x, 0);
  return row.map((x) => x / total);
}

function add<Into extends Float32Array>(into: Into, from: Float32Array, factor: number): Into {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] ?? 0) + factor * (from[i] ?? 0);
  return into;
}

const inner = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const stack = (rows: readonly Float32Array[], shape: readonly number[]) =>
  tensor(shape, Float32Array.from(rows.flatMap((row) => [...row])));

const FACTS: ModelFacts = {
  name: 'by hand',
  family: 'llama',
  device: 'cpu',
  layers: TINY.layers,
  heads: TINY.heads,
  kvHeads: TINY.kvHeads,
  width: TINY.width,
  headWidth: TINY.headWidth,
  mlpWidth: 1,
  vocab: TINY.vocab,
  parameters: 0,
  context: TINY.tokens,
  maxTokens: TINY.tokens,
  fingerprint: 'by hand',
  source: 'test/support/tiny-trace.ts',
  notes: [],
};
