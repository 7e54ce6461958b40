import type { Attributed, Place } from '../../src/kernel/attributed.ts';
import type { AttributeRequest } from '../loaded.ts';
import { biasScores, hasBiases } from './attribute-biases.ts';
import { checkAttribution } from './attribute-check.ts';
import { attributionHooks } from './attribute-hooks.ts';
import { differences, embeddingScores, nodeScores } from './attribute-nodes.ts';
import { attributionRun } from './attribute-run.ts';
import type { Caps } from './check.ts';
import { circuitNodes } from './circuit-nodes.ts';
import type { ModelContext } from './context.ts';
import { leadingNodes } from './edge-receivers.ts';
import { edgeSession } from './edge-session.ts';
import { leadingEdges } from './edges.ts';
import type { Gradients } from './gradients.ts';

/** Scores of nodes, and of edges into the leading ones; see LoadedModel.attribute. */
export interface Attribution {
  /** @throws {ModelError} as Gradients.run; `attribution-invalid`, `place-outside-run` */
  run(request: AttributeRequest, caps: Caps): Promise<Attributed>;
  close(): Promise<void>;
}

export function attribution(context: ModelContext, gradients: Gradients): Attribution {
  const { model } = context;
  const edges = edgeSession(context);
  const placesOf = (tokens: number) => ({ layers: model.layers, heads: model.heads, tokens });
  return {
    async run(request, caps) {
      checkAttribution(request, model);
      const biases = request.baseline === undefined && hasBiases(model);
      const hooks = attributionHooks(request, model.layers, biases);
      const run = await attributionRun(gradients, request, hooks, caps);
      const sent = await differences(context, request, run);
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
        ...(request.edges === undefined
          ? {}
          : { edges: await leadingEdges(context, edges, { request, run, sent }, await chosen()) }),
      };
    },
    close: edges.close,
  };
}
