import type { TokenId } from '../../src/kernel/ids.ts';
import { dot, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import type { MetricDirection } from '../../src/kernel/trace.ts';
import { ModelError } from '../errors.ts';
import { directionGraph, gramGraph } from '../graph/reading.ts';
import type { ModelContext } from './context.ts';
import { dataOf } from './derived.ts';
import { int64 } from './feeds.ts';
import { onDemand } from './on-demand.ts';
import { type Feed, openSession } from './runtime.ts';
import { readWeight } from './weight-reader.ts';

const MAPPED = { device: 'cpu', prepack: false } as const;

export interface DirectionSession {
  /** @throws {ModelError} `token-outside-vocabulary` */
  direct(weights: ReadonlyMap<TokenId, number>): Promise<MetricDirection>;
  close(): Promise<void>;
}

/** Opens on the first metric; reads W_O of every layer and the asked rows of W_U where they lie. */
export function directionSession(context: ModelContext): DirectionSession {
  const { family, model, weights: table, folder } = context;
  const opened = onDemand(async () => {
    const graph = directionGraph(family, model, table);
    return { graph, session: await openSession(graph.spec, folder, MAPPED) };
  });
  return {
    async direct(weights) {
      checkTokens(weights, model.vocab);
      const { graph, session } = await opened.get();
      const feeds = new Map<string, Feed>([
        ['tokens', int64([weights.size], [...weights.keys()])],
        ['weights', { type: 'float32', shape: [1, weights.size], data: Float32Array.from(weights.values()) }],
      ]);
      const outputs = await session.run(feeds, [graph.direction, graph.heads]);
      const shape = [model.layers, model.heads, model.headWidth];
      const direction = dataOf(outputs, graph.direction);
      return {
        direction,
        heads: tensor(shape, dataOf(outputs, graph.heads)),
        constant: 0, // no family here has a bias at its unembedding
        biases: await biasesAlong(direction, context),
      };
    },
    close: () => opened.close(({ session }) => session.close()),
  };
}

/** Σ over layers of b_O · direction. */
async function biasesAlong(
  direction: Float32Array,
  { family, model, weights }: ModelContext,
): Promise<number> {
  let sum = 0;
  for (let layer = 0; layer < model.layers; layer++) {
    const name = family.weights.attentionOutBias(layer, model);
    if (name !== undefined) sum += dot(await readWeight(weights, name), direction);
  }
  return sum;
}

/** W_O[h] W_O[h]ᵀ of every head, `[L, H, dh, dh]`. The session lives only for this. */
export async function outputGram({ family, model, weights, folder }: ModelContext): Promise<Tensor> {
  const { layers, heads, headWidth } = model;
  const graph = gramGraph(family, model, weights);
  const session = await openSession(graph.spec, folder, MAPPED);
  try {
    const outputs = await session.run(new Map(), graph.layers);
    const data = new Float32Array(layers * heads * headWidth * headWidth);
    graph.layers.forEach((name, layer) => {
      data.set(dataOf(outputs, name), layer * heads * headWidth * headWidth);
    });
    return { shape: [layers, heads, headWidth, headWidth], data };
  } finally {
    await session.close();
  }
}

function checkTokens(weights: ReadonlyMap<TokenId, number>, vocab: number): void {
  const outside = [...weights.keys()].find((id) => !Number.isInteger(id) || id < 0 || id >= vocab);
  if (outside === undefined && weights.size > 0) return;
  throw new ModelError({
    code: 'token-outside-vocabulary',
    what:
      outside === undefined
        ? 'The metric names no token.'
        : `Token ${outside} is not one of the model's ${vocab}.`,
    fix: `Name tokens by ids from 0 to ${vocab - 1}.`,
  });
}
