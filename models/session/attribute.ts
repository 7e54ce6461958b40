import type { Attributed } from '../../src/kernel/attributed.ts';
import type { AttributeRequest } from '../loaded.ts';
import { biasScores, hasBiases } from './attribute-biases.ts';
import { checkAttribution } from './attribute-check.ts';
import { attributionHooks } from './attribute-hooks.ts';
import { differences, embeddingScores, nodeScores } from './attribute-nodes.ts';
import { attributionRun } from './attribute-run.ts';
import type { Caps } from './check.ts';
import type { ModelContext } from './context.ts';
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
  return {
    async run(request, caps) {
      checkAttribution(request, model);
      const biases = request.baseline === undefined && hasBiases(model);
      const hooks = attributionHooks(request, model.layers, biases);
      const run = await attributionRun(gradients, request, hooks, caps);
      const sent = await differences(context, request, run);
      const nodes = nodeScores(model, sent, run);
      return {
        metric: run.metric,
        nodes,
        embeddings: embeddingScores(sent, run),
        biases: biases ? await biasScores(context, request, run) : 0,
        ...(request.edges === undefined
          ? {}
          : { edges: await leadingEdges(context, edges, { request, run, sent }, nodes) }),
      };
    },
    close: edges.close,
  };
}
