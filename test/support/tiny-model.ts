import type { LensFitting, LoadedModel, RawReadout, ReadoutAsk } from '../../models/loaded.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import type { ModelFacts } from '../../src/kernel/model.ts';
import { dot, norm, tensor } from '../../src/kernel/tensor.ts';
import { byteCodec, VOCAB } from './byte-codec.ts';
import { tinyAttribute } from './tiny-attribute.ts';
import { MAX_TOKENS, tinyForward } from './tiny-forward.ts';
import { tinyGradients } from './tiny-gradients.ts';
import { direction, embed, flat, unembed, vector, WIDTH } from './tiny-weights.ts';

/**
 * A whole language model in three short files, for tests of what stands around a model: bytes for
 * tokens, one attention head that reads and writes embeddings as they are (nearer tokens weigh
 * more), no MLP, no norm, tied unembedding. Numbers are computed the obvious way.
 */
export const tinyFacts: ModelFacts = {
  name: 'tiny',
  family: 'tiny',
  device: 'cpu',
  layers: 1,
  heads: 1,
  kvHeads: 1,
  width: WIDTH,
  headWidth: WIDTH,
  mlpWidth: 1,
  vocab: VOCAB,
  parameters: VOCAB * WIDTH,
  context: 96,
  maxTokens: MAX_TOKENS,
  fingerprint: 'tiny-1',
  source: 'test/support/tiny-model.ts',
  notes: [],
};

export function tinyModel(): LoadedModel {
  const gram = tensor(
    [1, 1, WIDTH, WIDTH],
    Float32Array.from({ length: WIDTH * WIDTH }, (_, i) => (i % (WIDTH + 1) === 0 ? 1 : 0)),
  );
  return {
    facts: tinyFacts,
    text: byteCodec,
    forward: async (request) => tinyForward(request),
    gradients: async (request) => tinyGradients(request),
    attribute: async (request) => tinyAttribute(request),
    readout: async (states, ask) => readout(states, ask),
    headWrites: async (picks) =>
      flat(
        picks.map(({ z }) => z),
        [picks.length, WIDTH],
      ),
    headInputs: async ({ states, scales }) => {
      const zeros = tensor(states.shape, new Float32Array(states.data.length));
      const inputs = states.data.map((x, i) => x / (scales[Math.floor(i / WIDTH)] ?? 1));
      return { inputs: tensor(states.shape, inputs), bias: zeros, earlierBias: zeros };
    },
    metricDirection: async (weights) => {
      const parts = Array.from(weights, ([token, weight]) => direction(token).map((x) => weight * x));
      const sum = vector((axis) => parts.reduce((total, part) => total + (part[axis] ?? 0), 0));
      return { direction: sum, heads: tensor([1, 1, WIDTH], sum.slice()), constant: 0, biases: 0 };
    },
    outputGram: async () => gram, // the same one each time, as a model that keeps it would
    similarities: async (tokens) =>
      flat(
        tokens.map((token) => Float32Array.from({ length: VOCAB }, (_, other) => cosine(token, other))),
        [tokens.length, VOCAB],
      ),
    lensFitting: async () => tinyFitting(),
    mapStates: async ({ shape, data }) =>
      tensor(
        shape,
        data.map((x) => 2 * x),
      ),
    close: async () => {},
  };
}

/** Counts the states it is given, and finds nothing in them. */
function tinyFitting(): LensFitting {
  let states = 0;
  return {
    add: async (run) => {
      states += (run.get('hook_embed')?.data.length ?? 0) / WIDTH;
    },
    write: async () => ({ states, depths: 2 }),
    close: async () => {},
  };
}

const cosine = (a: number, b: number): number => dot(embed(a), embed(b)) / (norm(embed(a)) * norm(embed(b)));

function readout(states: Float32Array, { top, bottom = 0, tokens, scales }: ReadoutAsk): RawReadout {
  const rows = Array.from({ length: states.length / WIDTH }, (_, i) => {
    const scale = scales?.[i] ?? 1;
    const logits = unembed(states.subarray(i * WIDTH, (i + 1) * WIDTH)).map((logit) => logit / scale);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    const read = (id: number) => ({ logit: logits[id] ?? 0, prob: Math.exp(logits[id] ?? 0) / total });
    const order = Array.from(logits.keys()).sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b);
    return { read, order, probs: Array.from(order, (id) => read(id).prob) };
  });
  const readings = (pick: (order: number[]) => number[]) =>
    rows.map(({ read, order }) => pick(order).map((id) => ({ id: tokenId(id), ...read(id) })));
  return {
    top: readings((order) => order.slice(0, top)),
    bottom: readings((order) => order.slice(order.length - bottom).reverse()),
    asked: rows.map(({ read }) => tokens.map((id) => read(id))),
    entropy: rows.map(({ probs }) => probs.reduce((sum, p) => sum - p * Math.log(p), 0)),
  };
}
