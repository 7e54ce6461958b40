import type { ModelDescription } from '../../models/description.ts';
import type { MetricTerm } from '../../models/loaded.ts';
import { readWeight } from '../../models/session/weight-reader.ts';
import type { WeightTable } from '../../models/weights.ts';
import { attended, transformed } from './reference-edge-layer.ts';
import { type Constants, type EdgeModel, type InputEdit, readingOf } from './reference-edge-model.ts';
import { product, type Row, sum } from './rows.ts';

export interface EdgeReferenceRun {
  readonly metric: number;
  /** Of this run, for a frozen one. */
  readonly constants: Constants;
  /** What each sender adds to the stream: `E@3`, `L1H2@3`, `M1@3`. */
  readonly sent: ReadonlyMap<string, Row>;
}

/** The Llama family, slow and plain: nothing is shared with the graph. */
export interface EdgeReference {
  embedding(token: number): Row;
  /**
   * One prompt in float64, from its embeddings, one input of one receiver edited.
   *
   * @param frozen  patterns, scales and gates of another run, to be constants: the model is then linear (RelP)
   */
  run(
    embedded: readonly Row[],
    metric: readonly MetricTerm[],
    edit?: InputEdit,
    frozen?: Constants,
  ): EdgeReferenceRun;
}

export async function edgeReference(model: ModelDescription, table: WeightTable): Promise<EdgeReference> {
  const weights = new Map<string, Float32Array>();
  for (const name of table.tensors.keys()) weights.set(name, await readWeight(table, name));
  const weight = (name: string): Float32Array => weights.get(name) ?? fail(name);
  const whole: EdgeModel = { model, weight, bias: (name) => weights.get(`${name}.bias`) };
  const { layers, width } = model;
  return {
    embedding: (token) => [
      ...weight('model.embed_tokens.weight').subarray(token * width, (token + 1) * width),
    ],
    run(embedded, metric, edit, frozen) {
      const reading = readingOf(whole, edit, frozen);
      const sent = new Map<string, Row>(embedded.map((row, t) => [`E@${t}`, row]));
      let stream = embedded.map((row) => [...row]);
      for (let layer = 0; layer < layers; layer++) {
        const mid = attended(whole, reading, stream, layer, sent);
        stream = mid.map((x, t) => transformed(whole, reading, x, layer, t, sent));
      }
      const out = weight(model.tied ? 'model.embed_tokens.weight' : 'lm_head.weight');
      const logits = metric.map(({ token, position, weight: share }) => {
        const x = reading.seen(stream[position] ?? [], { via: 'logit', source: position });
        const read = reading.norm(x, 'model.norm.weight', `final.${position}`);
        return share * product(read, out.subarray(token * width, (token + 1) * width));
      });
      return { metric: sum(logits), constants: reading.constants, sent };
    },
  };
}

function fail(name: string): never {
  throw new Error(`no weight ${name}`);
}
