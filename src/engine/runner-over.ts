import type { LoadedModel } from '../../models/loaded.ts';
import { describeTokens } from './describe.ts';
import { fitLens } from './fit-lens.ts';
import { generate } from './generate.ts';
import { assertFits, generationBytes } from './memory.ts';
import { ownTensor } from './ownership.ts';
import { readStates } from './read-states.ts';
import { longestAttribution, runAttribution } from './run-attribution.ts';
import { runGradients } from './run-gradients.ts';
import { runRows, runTrace } from './run-trace.ts';
import type { GenerateRequest, Runner } from './runner.ts';
import { createTraceCache } from './trace-cache.ts';

export interface RunLimits {
  /** Bytes one run may need beside the weights, see memory.ts. */
  readonly maxRunBytes: number;
  /** Bytes of traces kept for the next time they are asked for; 0 keeps none. */
  readonly traceCacheBytes: number;
}

/**
 * All that a Runner does, in this thread and without a line in front: calls on it must come one
 * after another. Every array in an answer belongs to the caller.
 */
export function runnerOver(model: LoadedModel, { maxRunBytes, traceCacheBytes }: RunLimits): Runner {
  const traces = createTraceCache(traceCacheBytes);
  const { text } = model;
  const facts = { ...model.facts, longestAttribution: longestAttribution(model.facts, maxRunBytes) };
  return {
    facts: async () => facts,
    tokenize: async (prompt) => describeTokens(text, text.encode(prompt)),
    chat: async (messages) => text.chat(messages),
    plain: async (typed) => text.plain(typed),
    describe: async (ids) => describeTokens(text, ids),
    trace: async (request) => ({
      model: facts,
      hooks: await runTrace(model, traces, request, maxRunBytes),
      tokens: describeTokens(text, request.tokens),
    }),
    traceBatch: (request) => runRows(model, request, maxRunBytes),
    gradients: (request) => runGradients(model, request, maxRunBytes),
    attribute: (request) => runAttribution(model, request, maxRunBytes),
    readout: (states, ask, options) => readStates(model, states, ask, options),
    headWrites: (picks) => model.headWrites(picks),
    headInputs: (request) => model.headInputs(request),
    metricDirection: (weights) => model.metricDirection(weights),
    similarities: (tokens, table) => model.similarities(tokens, table),
    fitLens: (request, options) => fitLens(model, request, maxRunBytes, options),
    mapStates: (states, file) => model.mapStates(states, file),
    outputGram: async () => ownTensor(await model.outputGram()), // the model keeps its own
    generate: async (request, options) => {
      assertFits(generationBytes(facts, sizeOf(request)), maxRunBytes, describeSize(request));
      return generate(model, request, options);
    },
    close: async () => {
      traces.clear();
      await model.close();
    },
  };
}

const sizeOf = ({ tokens, maxTokens, samples = 1 }: GenerateRequest) => ({
  samples,
  maxTokens,
  promptTokens: tokens.length,
});

const describeSize = ({ tokens, maxTokens, samples = 1 }: GenerateRequest): string =>
  `Writing ${samples} × ${maxTokens} tokens after ${tokens.length}`;
