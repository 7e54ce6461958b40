import type { AttributeRequest, GradientRequest } from '../../models/loaded.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { ConverseOptions } from './converse.ts';
import type { Keeper } from './keeper.ts';
import { ownIntervention, ownPatch, ownTensor, ownValues } from './ownership.ts';
import type { Call, CallName, Calls } from './protocol.ts';
import type { BatchRequest, GenerateRequest, Runner, TraceRequest } from './runner.ts';

/**
 * A runner whose calls are made in a kept thread. Arrays of the caller are copied, never taken from it.
 *
 * @param loaded  what the first thread said of the model; a later one may say otherwise (its device, say)
 */
export function remoteRunner(keeper: Keeper, loaded: ModelFacts): Runner {
  let facts = loaded;
  const ask = <Name extends CallName>(
    call: Call<Name>,
    options: ConverseOptions = {},
  ): Promise<Calls[Name]['answer']> =>
    keeper.use((link) => {
      facts = link.facts;
      return link.ask(call, options);
    }, options.onProgress);

  return {
    facts: async () => facts,
    tokenize: (text, options) => ask({ name: 'tokenize', ask: text }, options),
    chat: (messages, options) => ask({ name: 'chat', ask: messages }, options),
    plain: (text, options) => ask({ name: 'plain', ask: text }, options),
    describe: (ids, options) => ask({ name: 'describe', ask: ids }, options),
    trace: (request, options) => ask({ name: 'trace', ask: owned(request) }, options),
    traceBatch: (request, options) => ask({ name: 'traceBatch', ask: patched(request) }, options),
    gradients: (request, options) => ask({ name: 'gradients', ask: patched(request) }, options),
    attribute: (request, options) => ask({ name: 'attribute', ask: against(request) }, options),
    readout: (states, request, options) =>
      ask({ name: 'readout', ask: { states: ownTensor(states), ask: request } }, options),
    headWrites: (picks, options) =>
      ask({ name: 'headWrites', ask: picks.map((pick) => ({ ...pick, z: pick.z.slice() })) }, options),
    headInputs: (request, options) =>
      ask({ name: 'headInputs', ask: { ...request, states: ownTensor(request.states) } }, options),
    metricDirection: (weights, options) => ask({ name: 'metricDirection', ask: weights }, options),
    outputGram: (options) => ask({ name: 'outputGram', ask: null }, options),
    similarities: (tokens, table, options) => ask({ name: 'similarities', ask: { tokens, table } }, options),
    fitLens: (request, options) => ask({ name: 'fitLens', ask: request }, options),
    mapStates: (states, file, options) =>
      ask({ name: 'mapStates', ask: { states: ownTensor(states), file } }, options),
    generate: (request, options) => ask({ name: 'generate', ask: owned(request) }, options),
    close: () => keeper.close(),
  };
}

function against(request: AttributeRequest): AttributeRequest {
  const { baseline } = request;
  return baseline === undefined
    ? request
    : { ...request, baseline: { ...baseline, values: ownValues(baseline.values) } };
}

function patched<Request extends BatchRequest | GradientRequest>(request: Request): Request {
  const { patch } = request;
  return patch === undefined ? owned(request) : { ...owned(request), patch: ownPatch(patch) };
}

function owned<Request extends TraceRequest | BatchRequest | GradientRequest | GenerateRequest>(
  request: Request,
): Request {
  const { interventions } = request;
  return interventions === undefined
    ? request
    : { ...request, interventions: interventions.map(ownIntervention) };
}
