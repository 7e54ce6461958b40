import type { Attributed, Place } from '../../src/kernel/attributed.ts';
import type { AttributeRequest } from '../loaded.ts';
import { biasScores, hasBiases } from './attribute-biases.ts';
import { checkAttribution } from './attribute-check.ts';
import { type AttributionHooks, attributionHooks, totalHooks } from './attribute-hooks.ts';
import { differences, embeddingScores, nodeScores } from './attribute-nodes.ts';
import { attributionRun } from './attribute-run.ts';
import type { Caps } from './check.ts';
import { circuitNodes } from './circuit-nodes.ts';
import type { ModelContext } from './context.ts';
import { leadingNodes } from './edge-receivers.ts';
import { edgeSession } from './edge-session.ts';
import { type EdgeTotals, edgeTotals } from './edge-totals.ts';
import { type EdgeRun, leadingEdges } from './edges.ts';
import type { Gradients } from './gradients.ts';

/** Scores of nodes, and of edges into the leading ones; see LoadedModel.attribute. */
export interface Attribution {
  /** @throws {ModelError} as Gradients.run; `attribution-invalid`, `place-outside-run` */
  run(request: AttributeRequest, caps: Caps): Promise<Attributed>;
  /** Every edge of the model, summed, for measurements; what the request says of edges is not read. */
  totals(request: AttributeRequest, caps: Caps): Promise<EdgeTotals>;
  close(): Promise<void>;
}

export function attribution(context: ModelContext, gradients: Gradients): Attribution {
  const { model } = context;
  const edges = edgeSession(context);
  async function attributed(
    request: AttributeRequest,
    hooks: AttributionHooks,
    caps: Caps,
  ): Promise<EdgeRun> {
    checkAttribution(request, model);
    const run = await attributionRun(gradients, request, hooks, caps);
    return { request, run, sent: await differences(context, request, run) };
  }
  const placesOf = (tokens: number) => ({ layers: model.layers, heads: model.heads, tokens });
  return {
    async run(request, caps) {
      const biases = request.baseline === undefined && hasBiases(model);
      const of = await attributed(request, attributionHooks(request, model.layers, biases), caps);
      const { run, sent } = of;
      const nodes = nodeScores(model, sent, run);
      const chosen = async (): Promise<Place[]> => {
        const values = request.baseline?.values;
        return request.edges?.choose === 'circuit' && values !== undefined
          ? circuitNodes(gradients, model, { request, values, sent, full: run.metric }, nodes, caps)
          : leadingNodes(nodes, placesOf(request.tokens.length), request.edges ?? { top: 0 });
      };
      return {
        metric: run.metric,
        nodes,
        embeddings: embeddingScores(sent, run),
        biases: biases ? await biasScores(context, request, run) : 0,
        ...(run.notes === undefined ? {} : { notes: run.notes }),
        ...(request.edges === undefined
          ? {}
          : { edges: await leadingEdges(context, edges, of, await chosen()) }),
      };
    },
    totals: async (request, caps) =>
      edgeTotals(context, edges, await attributed(request, totalHooks(request, model.layers), caps)),
    close: edges.close,
  };
}
