import type { Device, ModelFacts } from '../../src/kernel/model.ts';
import type { CallOptions } from '../../src/kernel/progress.ts';
import { sizeOf } from '../../src/kernel/tensor.ts';
import { FAMILIES } from '../families/registry.ts';
import { expectedWeights } from '../formats/expected-weights.ts';
import type { OpenedWeights } from '../formats/opened.ts';
import type { AttributeRequest, ForwardResult, LoadedModel } from '../loaded.ts';
import { loadTokenizer } from '../tokenizer/load.ts';
import { attribution } from './attribute.ts';
import { joined, partsOf } from './batches.ts';
import { checkRequest } from './check.ts';
import type { ModelContext } from './context.ts';
import { openOnDevice } from './device.ts';
import { directionSession, outputGram } from './direction.ts';
import type { EdgeTotals } from './edge-totals.ts';
import { gradientSessions } from './gradients.ts';
import { headInputsSession } from './head-inputs.ts';
import { lensFitting } from './lens-fit.ts';
import { lensMapping } from './lens-map.ts';
import { rowsAtOnce, tokenCap } from './memory.ts';
import { onDemand } from './on-demand.ts';
import { readoutSession } from './readout.ts';
import { similaritySession } from './similarity.ts';
import { weightFolder } from './weight-folder.ts';
import { headWrites } from './writes.ts';

export interface LoadOptions extends CallOptions {
  readonly device: Device;
  /** The name it was asked for by. */
  readonly name: string;
  /** Where the weights came from, in words. */
  readonly source: string;
  /** Lowers the cap on the tokens of one prompt; memory and the model's context set it otherwise. */
  readonly maxTokens?: number;
  /** Where hard links to scattered weight files are kept. */
  readonly cacheFolder: string;
  /** Every word the model ever saw, of the teaching model. */
  readonly worldWords?: ReadonlySet<string>;
  /** Threads of the main session; one a core when left out. */
  readonly threads?: number;
}

/** With what only the bench asks for. */
export interface MeasuredModel extends LoadedModel {
  edgeTotals(request: AttributeRequest): Promise<EdgeTotals>;
}

/**
 * A model ready to run: the graph built from its description, its weights mapped from where they lie.
 *
 * @throws {ModelError} `session-failed`, `tensor-missing`, the tokenizer's codes; the signal's reason
 */
export async function loadModel(opened: OpenedWeights, options: LoadOptions): Promise<MeasuredModel> {
  const { signal, onProgress } = options;
  const { description: model, weights } = opened;
  signal?.throwIfAborted();
  onProgress?.({ step: 'Opening the model', done: 0, total: 2, unit: 'steps' });
  const text = await loadTokenizer(opened.tokenizerSource, model);
  const folder = await weightFolder(weights, options.cacheFolder);
  const context: ModelContext = { family: FAMILIES[model.family], model, weights, folder };
  signal?.throwIfAborted();
  onProgress?.({ step: 'Opening the model', done: 1, total: 2, unit: 'steps' });
  const { session, device, notes } = await openOnDevice(context, options.device, options.threads);
  onProgress?.({ step: 'Opening the model', done: 2, total: 2, unit: 'steps' });

  const facts = factsOf(opened, options, device, notes);
  const gradients = gradientSessions(context, session, { ...options, device });
  const attributing = attribution(context, gradients);
  const readout = readoutSession(context);
  const direction = directionSession(context);
  const similarity = similaritySession(context);
  const headInputs = headInputsSession(context);
  const lens = lensMapping(model, options.cacheFolder);
  const gram = onDemand(() => outputGram(context));
  return {
    facts,
    text,
    async forward(request) {
      checkRequest(request, model, facts);
      const tokens = request.tokens[0]?.length ?? 0;
      const results: ForwardResult[] = [];
      for (const part of partsOf(request, rowsAtOnce(model, tokens))) results.push(await session.run(part));
      return joined(results);
    },
    gradients: (request) => gradients.run(request, facts),
    attribute: (request) => attributing.run(request, facts),
    edgeTotals: (request) => attributing.totals(request, facts),
    readout: readout.read,
    headWrites: (picks) => headWrites(context, picks),
    headInputs: headInputs.project,
    metricDirection: direction.direct,
    outputGram: async () => {
      const { shape, data } = await gram.get();
      return { shape, data: data.slice() };
    },
    similarities: similarity.compare,
    lensFitting: () => lensFitting(model),
    mapStates: lens.map,
    async close() {
      await attributing.close();
      await gradients.close();
      await readout.close();
      await direction.close();
      await similarity.close();
      await headInputs.close();
      await lens.close();
      await session.close();
    },
  };
}

function factsOf(
  { description: model, fingerprint }: OpenedWeights,
  { name, source, maxTokens, worldWords }: LoadOptions,
  device: Device,
  notes: readonly string[],
): ModelFacts {
  const { layers, heads, kvHeads, width, headWidth, mlpWidth, vocab, context } = model;
  const parameters = [...expectedWeights(model).values()].reduce((sum, shape) => sum + sizeOf(shape), 0);
  const cap = Math.min(tokenCap(model), maxTokens ?? context);
  return {
    name,
    family: model.family,
    device,
    layers,
    heads,
    kvHeads,
    width,
    headWidth,
    mlpWidth,
    vocab,
    parameters,
    context,
    maxTokens: cap,
    fingerprint,
    source,
    notes,
    ...(worldWords === undefined ? {} : { worldWords }),
  };
}
