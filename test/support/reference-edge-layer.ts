import { type EdgeModel, linear, type Reading } from './reference-edge-model.ts';
import { rotatedBy } from './reference-rotary.ts';
import { plus, product, type Row, range, sigmoid, softmax, sum } from './rows.ts';

const SIDES = { query: 'q', key: 'k', value: 'v' } as const;
type Side = keyof typeof SIDES;

/** The stream with what a layer's heads write. */
export function attended(
  whole: EdgeModel,
  reading: Reading,
  stream: readonly Row[],
  layer: number,
  sent: Map<string, Row>,
): Row[] {
  const { heads } = whole.model;
  const name = `model.layers.${layer}.self_attn.o_proj`;
  const reads = headReader(whole, reading, stream, layer);
  return stream.map((x, t) => {
    let next = plus(x, whole.bias(name) ?? []);
    for (const head of range(heads)) {
      const written = writtenBy(whole, reads(head, t), name, head);
      sent.set(`L${layer}H${head}@${t}`, written);
      next = plus(next, written);
    }
    return next;
  });
}

/** z · W_O of one head. */
function writtenBy(
  { model: { heads, headWidth, width }, weight }: EdgeModel,
  z: Row,
  name: string,
  head: number,
) {
  const out = weight(`${name}.weight`);
  return range(width).map((o) => {
    const start = (o * heads + head) * headWidth;
    return product(z, out.subarray(start, start + headWidth));
  });
}

/** z of a head at a position, its own query, keys and values edited apart from everyone else's. */
function headReader(whole: EdgeModel, reading: Reading, stream: readonly Row[], layer: number) {
  const { heads, kvHeads, headWidth } = whole.model;
  const side = (via: Side, x: Row, t: number): Row => {
    const at = `model.layers.${layer}`;
    const read = reading.norm(x, `${at}.input_layernorm.weight`, `ln1.${layer}.${t}`);
    const given = linear(whole, read, `${at}.self_attn.${SIDES[via]}_proj`);
    return via === 'value' ? given : rotatedBy(given, t, whole.model);
  };
  const plain = (via: Side): Row[] => stream.map((x, t) => side(via, x, t));
  const all = { query: plain('query'), key: plain('key'), value: plain('value') };

  return (head: number, position: number): Row => {
    const group = Math.floor(head / (heads / kvHeads));
    const found = (via: Side, source: number): Row => {
      const place = { via, layer, head, position, source };
      const x = stream[source] ?? [];
      const row = reading.isEdited(place) ? side(via, reading.seen(x, place), source) : all[via][source];
      const at = via === 'query' ? head : group;
      return row?.slice(at * headWidth, (at + 1) * headWidth) ?? [];
    };
    const seen = range(position + 1);
    const pattern = reading.constant(`pattern.${layer}.${head}.${position}`, () => {
      const query = found('query', position);
      return softmax(seen.map((j) => product(query, found('key', j)) / Math.sqrt(headWidth)));
    });
    const values = seen.map((j) => found('value', j));
    return range(headWidth).map((d) => sum(seen.map((j) => (pattern[j] ?? 0) * (values[j]?.[d] ?? 0))));
  };
}

/** The stream with what an MLP writes at one position. */
export function transformed(
  whole: EdgeModel,
  reading: Reading,
  x: Row,
  layer: number,
  t: number,
  sent: Map<string, Row>,
): Row {
  const at = `model.layers.${layer}`;
  const seen = reading.seen(x, { via: 'mlp', layer, position: t, source: t });
  const read = reading.norm(seen, `${at}.post_attention_layernorm.weight`, `ln2.${layer}.${t}`);
  const gate = linear(whole, read, `${at}.mlp.gate_proj`);
  const up = linear(whole, read, `${at}.mlp.up_proj`);
  const [gateThen, upThen] = [
    reading.constant(`gate.${layer}.${t}`, () => gate),
    reading.constant(`up.${layer}.${t}`, () => up),
  ];
  const post = gate.map((g, i) => {
    if (!reading.frozen) return g * sigmoid(g) * (up[i] ?? 0);
    const ratio = sigmoid(gateThen[i] ?? 0); // each factor of the product gets half
    return (ratio * (g * (upThen[i] ?? 0) + (gateThen[i] ?? 0) * (up[i] ?? 0))) / 2;
  });
  const written = linear(whole, post, `${at}.mlp.down_proj`);
  sent.set(`M${layer}@${t}`, written);
  return plus(x, written);
}
