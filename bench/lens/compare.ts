import { FAMILIES } from '../../models/families/registry.ts';
import { openWeights } from '../../models/formats/open.ts';
import type { OpenedWeights } from '../../models/formats/opened.ts';
import { graphBuilder } from '../../models/graph/builder.ts';
import { linearOf } from '../../models/graph/linear.ts';
import { rootMeanSquare } from '../../models/session/collect.ts';
import { dataOf } from '../../models/session/derived.ts';
import { type Feed, openSession } from '../../models/session/runtime.ts';
import { weightFolder } from '../../models/session/weight-folder.ts';
import { cacheFolders, dotpHome } from '../../models/sources/home.ts';
import { resolveModel } from '../../models/sources/resolve.ts';

/** Whole distributions read from states, which no call of the engine gives. */
export interface Distributions {
  /** Log-probabilities `[N, V]` of states `[N, D]`, through the model's own norm and unembedding. */
  read(states: Float32Array): Promise<Float32Array>;
  /** Of each state: KL(final ‖ state), nats, and its likeliest token. `finals` are log-probabilities. */
  compare(states: Float32Array, finals: Float32Array): Promise<{ kl: Float32Array; best: Float32Array }>;
  close(): Promise<void>;
}

export async function openDistributions(model: string): Promise<Distributions> {
  const home = dotpHome(process.env);
  const resolved = await resolveModel(model, { env: process.env, home });
  const opened = await openWeights(resolved.path, { cacheFolder: cacheFolders(home).expanded });
  const { spec, logProbs, kl, best } = graphOf(opened);
  const folder = await weightFolder(opened.weights, cacheFolders(home).expanded);
  const session = await openSession(spec, folder, { device: 'cpu', prepack: true });
  const { width, vocab, normEpsilon } = opened.description;
  const feedsOf = (states: Float32Array, finals?: Float32Array): Map<string, Feed> => {
    const rows = states.length / width;
    const scales = rootMeanSquare({ shape: [rows, width], data: states }, rows, normEpsilon);
    return new Map<string, Feed>([
      ['states', { type: 'float32', shape: [rows, width], data: states }],
      ['inverse', { type: 'float32', shape: [rows, 1], data: scales.map((scale) => 1 / scale) }],
      ['finals', { type: 'float32', shape: [rows, vocab], data: finals ?? new Float32Array(rows * vocab) }],
    ]);
  };
  return {
    read: async (states) => dataOf(await session.run(feedsOf(states), [logProbs]), logProbs),
    async compare(states, finals) {
      const found = await session.run(feedsOf(states, finals), [kl, best]);
      return { kl: dataOf(found, kl), best: dataOf(found, best) };
    },
    close: () => session.close(),
  };
}

function graphOf({ description: model, weights }: OpenedWeights) {
  const names = FAMILIES[model.family].weights;
  const b = graphBuilder('lens-distributions', weights);
  const states = b.input('states', 'float32', ['rows', model.width]);
  const finals = b.input('finals', 'float32', ['rows', model.vocab]);
  const scaled = b.op('Mul', [states, b.input('inverse', 'float32', ['rows', 1])]);
  const normalised = b.op('Mul', [scaled, b.weight(names.finalGain)]);
  const logits = linearOf(b, normalised, b.weight(names.unembedding(model)));
  const logProbs = b.op('LogSoftmax', [logits], { axis: { int: -1 } });
  const gap = b.op('Mul', [b.op('Exp', [finals]), b.op('Sub', [finals, logProbs])]);
  const kl = b.op('ReduceSum', [gap, b.ints([1])], { keepdims: { int: 0 } });
  const first = b.op('ArgMax', [logits], { axis: { int: 1 }, keepdims: { int: 0 } });
  const best = b.op('Cast', [first], { to: { element: 'float32' } });
  for (const value of [logProbs, kl, best]) b.output(value);
  return { spec: b.finish(), logProbs, kl, best };
}
