import type { ModelDescription } from '../../models/description.ts';
import type { MetricTerm } from '../../models/loaded.ts';
import { readWeight } from '../../models/session/weight-reader.ts';
import type { WeightTable } from '../../models/weights.ts';
import type { EdgePort } from '../../src/kernel/attributed.ts';
import { rotatedBy } from './reference-rotary.ts';

type Row = number[];

/** Something added to what one receiver reads at one place, and nowhere else. */
export interface InputEdit {
  readonly via: EdgePort;
  readonly layer: number;
  readonly head?: number;
  /** Where the receiver stands. */
  readonly position: number;
  /** Where it reads. */
  readonly source: number;
  readonly added: Row;
}

/** Patterns, scales and gates of a run, to be taken as constants. */
export type Constants = Map<string, Row>;

export interface EdgeReferenceRun {
  readonly metric: number;
  readonly constants: Constants;
  /** What each sender adds to the stream at its position, by `sent`'s names. */
  readonly sent: ReadonlyMap<string, Row>;
}

/** Names of senders: `E@3`, `L1H2@3`, `M1@3`. */
export interface EdgeReference {
  embedding(token: number): Row;
  /**
   * One prompt in float64, from its embeddings, one input of one receiver edited.
   *
   * @param frozen  constants of another run: the model is then linear (RelP)
   */
  run(
    embedded: readonly Row[],
    metric: readonly MetricTerm[],
    edit?: InputEdit,
    frozen?: Constants,
  ): EdgeReferenceRun;
}

/** The Llama family, slow and plain: nothing is shared with the graph. */
export async function edgeReference(model: ModelDescription, table: WeightTable): Promise<EdgeReference> {
  const weights = new Map<string, Float32Array>();
  for (const name of table.tensors.keys()) weights.set(name, await readWeight(table, name));
  const weight = (name: string): Float32Array => weights.get(name) ?? fail(name);
  const { layers, heads, kvHeads, headWidth: dh, width } = model;

  const embedding = (token: number): Row => [
    ...weight('model.embed_tokens.weight').subarray(token * width, (token + 1) * width),
  ];
  const linear = (x: Row, name: string): Row => {
    const matrix = weight(`${name}.weight`);
    const bias = weights.get(`${name}.bias`);
    return range(matrix.length / x.length).map(
      (o) => product(x, matrix.subarray(o * x.length, (o + 1) * x.length)) + (bias?.[o] ?? 0),
    );
  };

  function run(
    embedded: readonly Row[],
    metric: readonly MetricTerm[],
    edit?: InputEdit,
    frozen?: Constants,
  ): EdgeReferenceRun {
    const constants: Constants = new Map();
    const sent = new Map<string, Row>(embedded.map((row, t) => [`E@${t}`, row]));
    const constant = (name: string, make: () => Row): Row => {
      const value = frozen?.get(name) ?? make();
      constants.set(name, value);
      return value;
    };
    const norm = (x: Row, gain: string, place: string): Row => {
      const [scale = 1] = frozen?.get(place) ?? [Math.sqrt(product(x, x) / width + model.normEpsilon)];
      if (!constants.has(place)) constants.set(place, [scale]);
      return x.map((v, i) => ((weight(gain)[i] ?? 0) * v) / scale);
    };
    /** What is read at a place by one receiver: the stream, and the edit where it is that receiver's. */
    const edited = (x: Row, ...asks: readonly boolean[]): Row =>
      edit !== undefined && asks.every(Boolean) ? plus(x, edit.added) : x;

    let stream = embedded.map((row) => [...row]);
    for (let layer = 0; layer < layers; layer++) {
      const name = `model.layers.${layer}`;
      const side = (part: string, x: Row, t: number): Row => {
        const read = norm(x, `${name}.input_layernorm.weight`, `ln1.${layer}.${t}`);
        const given = linear(read, `${name}.self_attn.${part}_proj`);
        return part === 'v' ? given : rotatedBy(given, t, model);
      };
      const mine = (via: EdgePort, head: number, position: number, source: number): boolean =>
        edit?.via === via &&
        edit.layer === layer &&
        edit.head === head &&
        edit.position === position &&
        edit.source === source;
      const plain = {
        q: stream.map((x, t) => side('q', x, t)),
        k: stream.map((x, t) => side('k', x, t)),
        v: stream.map((x, t) => side('v', x, t)),
      };
      const head = (h: number, i: number): Row => {
        const kv = Math.floor(h / (heads / kvHeads));
        const slice = (row: Row | undefined, at: number): Row => row?.slice(at * dh, (at + 1) * dh) ?? [];
        const seen = range(i + 1);
        const found = (part: 'q' | 'k' | 'v', via: EdgePort, j: number, at: number): Row => {
          const changed = mine(via, h, i, j);
          return slice(changed ? side(part, edited(stream[j] ?? [], changed), j) : plain[part][j], at);
        };
        const pattern = constant(`pattern.${layer}.${h}.${i}`, () =>
          softmax(
            seen.map((j) => product(found('q', 'query', i, h), found('k', 'key', j, kv)) / Math.sqrt(dh)),
          ),
        );
        const values = seen.map((j) => found('v', 'value', j, kv));
        return range(dh).map((d) => sum(seen.map((j) => (pattern[j] ?? 0) * (values[j]?.[d] ?? 0))));
      };
      const out = weight(`${name}.self_attn.o_proj.weight`);
      const outBias = weights.get(`${name}.self_attn.o_proj.bias`);
      const mid = stream.map((x, t) => {
        let next = outBias === undefined ? x : plus(x, [...outBias]);
        for (const h of range(heads)) {
          const z = head(h, t);
          const written = range(width).map((o) =>
            product(z, out.subarray((o * heads + h) * dh, (o * heads + h + 1) * dh)),
          );
          sent.set(`L${layer}H${h}@${t}`, written);
          next = plus(next, written);
        }
        return next;
      });
      stream = mid.map((x, t) => {
        const here = edit?.via === 'mlp' && edit.layer === layer && edit.position === t;
        const read = norm(edited(x, here), `${name}.post_attention_layernorm.weight`, `ln2.${layer}.${t}`);
        const gate = linear(read, `${name}.mlp.gate_proj`);
        const up = linear(read, `${name}.mlp.up_proj`);
        const gateThen = constant(`gate.${layer}.${t}`, () => gate);
        const upThen = constant(`up.${layer}.${t}`, () => up);
        const post = gate.map((g, i) => {
          const then = sigmoid(gateThen[i] ?? 0);
          return frozen === undefined
            ? g * sigmoid(g) * (up[i] ?? 0)
            : (g * then * (upThen[i] ?? 0) + (gateThen[i] ?? 0) * then * (up[i] ?? 0)) / 2;
        });
        const written = linear(post, `${name}.mlp.down_proj`);
        sent.set(`M${layer}@${t}`, written);
        return plus(x, written);
      });
    }
    const table = weight(model.tied ? 'model.embed_tokens.weight' : 'lm_head.weight');
    const value = sum(
      metric.map(({ token, position, weight: share }) => {
        const here = edit?.via === 'logit' && edit.source === position;
        const read = norm(edited(stream[position] ?? [], here), 'model.norm.weight', `final.${position}`);
        return share * product(read, table.subarray(token * width, (token + 1) * width));
      }),
    );
    return { metric: value, constants, sent };
  }
  return { embedding, run };
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const sum = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0);
const plus = (a: Row, b: Row): Row => a.map((v, i) => v + (b[i] ?? 0));

function product(a: Row, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] ?? 0) * (b[i] ?? 0);
  return total;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

function softmax(scores: Row): Row {
  const top = Math.max(...scores);
  const raised = scores.map((s) => Math.exp(s - top));
  return raised.map((e) => e / sum(raised));
}

function fail(name: string): never {
  throw new Error(`no weight ${name}`);
}
