import type { ModelDescription } from '../../models/description.ts';
import type { Intervention } from '../../models/loaded.ts';
import { readWeight } from '../../models/session/weight-reader.ts';
import type { WeightTable } from '../../models/weights.ts';
import type { HookName } from '../../src/kernel/hooks.ts';
import { type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { rotatedBy } from './reference-rotary.ts';

/** `[token][column]`, float64 */
type Rows = number[][];

/**
 * The Llama family computed the slow and obvious way, one prompt at a time, in float64, with every hook
 * and with interventions done by hand on the tensor they name. Nothing here is shared with the graph.
 */
export interface ReferenceLlama {
  /**
   * Every hook of one prompt, `[1, …]`, under the interventions (those of other batch rows left out).
   *
   * @param row  the batch row this prompt stands for
   */
  run(
    tokens: readonly number[],
    interventions?: readonly Intervention[],
    row?: number,
  ): Map<HookName, Tensor>;
}

export async function referenceLlama(model: ModelDescription, table: WeightTable): Promise<ReferenceLlama> {
  const weights = new Map<string, Float32Array>();
  for (const name of table.tensors.keys()) weights.set(name, await readWeight(table, name));
  const weight = (name: string): Float32Array => weights.get(name) ?? fail(`no weight ${name}`);
  return {
    run(tokens, interventions = [], row = 0) {
      const mine = interventions.filter((each) => each.row === undefined || each.row === row);
      return runOne(model, weight, tokens, mine);
    },
  };
}

function runOne(
  model: ModelDescription,
  weight: (name: string) => Float32Array,
  tokens: readonly number[],
  interventions: readonly Intervention[],
): Map<HookName, Tensor> {
  const { layers, heads, kvHeads, headWidth, width } = model;
  const hooks = new Map<HookName, Tensor>();
  const keep = (name: HookName, x: Rows, ...tail: number[]): Rows => {
    const shape = [1, tokens.length, ...(tail.length > 0 ? tail : [x[0]?.length ?? 0])];
    hooks.set(name, tensor(shape, Float32Array.from(x.flat())));
    return x;
  };
  const linear = (x: Rows, name: string, bias: boolean): Rows =>
    times(x, weight(`${name}.weight`), bias ? weight(`${name}.bias`) : undefined);
  const norm = (x: Rows, gain: string, scale: HookName): Rows => {
    const scales = x.map((row) => Math.sqrt(sum(row.map((v) => v * v)) / row.length + model.normEpsilon));
    keep(
      scale,
      scales.map((s) => [s]),
    );
    return x.map((row, t) => row.map((v, i) => (v / (scales[t] ?? 1)) * (weight(gain)[i] ?? 0)));
  };
  const patched = (x: Rows, layer: number): Rows =>
    x.map((row, t) =>
      interventions.reduce(
        (now, each) =>
          each.kind === 'residual' && each.layer === layer && each.position === t ? [...each.value] : now,
        row,
      ),
    );

  const table = weight('model.embed_tokens.weight');
  const embedded = tokens.map((id) => [...table.subarray(id * width, (id + 1) * width)]);
  let x = keep('hook_embed', patched(embedded, 0));
  for (let layer = 0; layer < layers; layer++) {
    const b = `blocks.${layer}.`;
    const at = `model.layers.${layer}.`;
    keep(`${b}hook_resid_pre`, x);
    const a = norm(x, `${at}input_layernorm.weight`, `${b}ln1.hook_scale`);
    const part = (letter: string, count: number): Rows =>
      keep(
        `${b}attn.hook_${letter}`,
        linear(a, `${at}self_attn.${letter}_proj`, model.qkvBias),
        count,
        headWidth,
      );
    const q = part('q', heads).map((row, t) => rotatedBy(row, t, model));
    const k = part('k', kvHeads).map((row, t) => rotatedBy(row, t, model));
    const v = part('v', kvHeads);
    keep(`${b}attn.hook_rot_q`, q, heads, headWidth);
    keep(`${b}attn.hook_rot_k`, k, kvHeads, headWidth);
    const { scores, pattern, z } = attention(model, q, k, v, interventions);
    const grid = [1, heads, tokens.length, tokens.length];
    hooks.set(`${b}attn.hook_attn_scores`, tensor(grid, Float32Array.from(scores.flat(2))));
    hooks.set(`${b}attn.hook_pattern`, tensor(grid, Float32Array.from(pattern.flat(2))));
    const read = keep(`${b}attn.hook_z`, editedHeads(z, layer, model, interventions), heads, headWidth);
    keep(`${b}attn.hook_result`, results(read, weight(`${at}self_attn.o_proj.weight`), model), heads, width);
    const out = keep(`${b}hook_attn_out`, linear(read, `${at}self_attn.o_proj`, model.attentionOutBias));
    const mid = keep(`${b}hook_resid_mid`, plus(x, out));
    const m = norm(mid, `${at}post_attention_layernorm.weight`, `${b}ln2.hook_scale`);
    const gate = keep(`${b}mlp.hook_pre`, linear(m, `${at}mlp.gate_proj`, model.mlpBias));
    const up = linear(m, `${at}mlp.up_proj`, model.mlpBias);
    const post = gate.map((row, t) => row.map((g, i) => (g / (1 + Math.exp(-g))) * (up[t]?.[i] ?? 0)));
    keep(`${b}mlp.hook_post`, post);
    const mlp = edited(linear(post, `${at}mlp.down_proj`, model.mlpBias), layer, interventions);
    x = keep(`${b}hook_resid_post`, patched(plus(mid, keep(`${b}hook_mlp_out`, mlp)), layer + 1));
  }
  const final = keep('ln_final.hook_normalized', norm(x, 'model.norm.weight', 'ln_final.hook_scale'));
  keep('logits', times(final, weight(model.tied ? 'model.embed_tokens.weight' : 'lm_head.weight')));
  return hooks;
}

/** `[head][query][key]` scores and pattern; z `[token][head · headWidth]`. */
function attention(
  model: ModelDescription,
  q: Rows,
  k: Rows,
  v: Rows,
  interventions: readonly Intervention[],
) {
  const { heads, kvHeads, headWidth } = model;
  const slice = (row: number[], h: number): number[] => row.slice(h * headWidth, (h + 1) * headWidth);
  const keyHead = (h: number): number => Math.floor(h / (heads / kvHeads));
  const scores = range(heads).map((h) =>
    q.map((query, t) => {
      const seen = k.map((_, j) => j <= t && !hidden(interventions, t, j));
      if (!seen.includes(true)) seen[t] = true; // a query left with nothing sees itself
      return k.map((key, j) =>
        seen[j] ? product(slice(query, h), slice(key, keyHead(h))) / Math.sqrt(headWidth) : -Infinity,
      );
    }),
  );
  const pattern = scores.map((rows) => rows.map(softmax));
  const z = q.map((_, t) =>
    range(heads).flatMap((h) =>
      range(headWidth).map((i) =>
        sum(v.map((value, j) => (pattern[h]?.[t]?.[j] ?? 0) * (slice(value, keyHead(h))[i] ?? 0))),
      ),
    ),
  );
  return { scores, pattern, z };
}

const hidden = (interventions: readonly Intervention[], query: number, key: number): boolean =>
  interventions.some(
    (each) =>
      each.kind === 'mask' &&
      each.key === key &&
      (each.query === undefined || each.query === query) &&
      query >= (each.from ?? 0),
  );

function editedHeads(
  z: Rows,
  layer: number,
  { headWidth }: ModelDescription,
  interventions: readonly Intervention[],
): Rows {
  const now = z.map((row) => [...row]);
  for (const each of interventions) {
    if (each.kind !== 'head' || each.layer !== layer) continue;
    now.forEach((row, t) => {
      if (each.position !== undefined && each.position !== t) return;
      for (let i = 0; i < headWidth; i++) {
        const place = each.head * headWidth + i;
        row[place] = each.gain * (row[place] ?? 0) + (1 - each.gain) * (each.baseline?.[i] ?? 0);
      }
    });
  }
  return now;
}

function edited(out: Rows, layer: number, interventions: readonly Intervention[]): Rows {
  return interventions.reduce(
    (now, each) =>
      each.kind !== 'mlp' || each.layer !== layer
        ? now
        : now.map((row, t) =>
            each.position !== undefined && each.position !== t
              ? row
              : row.map((v, i) => each.gain * v + (1 - each.gain) * (each.baseline?.[i] ?? 0)),
          ),
    out,
  );
}

/** `[token][head · width]`: W_O is `[width, head · headWidth]`. */
function results(z: Rows, out: Float32Array, { heads, headWidth, width }: ModelDescription): Rows {
  return z.map((row) =>
    range(heads).flatMap((h) =>
      range(width).map((d) =>
        sum(
          range(headWidth).map(
            (i) => (row[h * headWidth + i] ?? 0) * (out[(d * heads + h) * headWidth + i] ?? 0),
          ),
        ),
      ),
    ),
  );
}

/** x Wᵀ + b, W `[out, in]`. */
function times(x: Rows, matrix: Float32Array, bias?: Float32Array): Rows {
  return x.map((row) =>
    range(matrix.length / row.length).map(
      (o) => product(row, matrix.subarray(o * row.length, (o + 1) * row.length)) + (bias?.[o] ?? 0),
    ),
  );
}

const plus = (a: Rows, b: Rows): Rows => a.map((row, t) => row.map((v, i) => v + (b[t]?.[i] ?? 0)));
const product = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  sum(Array.from(a, (v, i) => v * (b[i] ?? 0)));
const sum = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0);
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const raised = scores.map((s) => Math.exp(s - top));
  return raised.map((e) => e / sum(raised));
}

function fail(what: string): never {
  throw new Error(what);
}
