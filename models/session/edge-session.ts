import { edgeGraph } from '../graph/edges.ts';
import type { Differences } from './attribute-nodes.ts';
import type { AttributionRun } from './attribute-run.ts';
import type { ModelContext } from './context.ts';
import { dataOf } from './derived.ts';
import { edgeFeeds, inOrder } from './edge-feeds.ts';
import type { EdgeInput } from './edge-gradient.ts';
import { senderCount } from './edge-places.ts';
import { onDemand } from './on-demand.ts';
import { openSession } from './runtime.ts';

/** Gradients at inputs times what senders put out. */
export interface EdgeSession {
  score(inputs: readonly EdgeInput[], sent: Differences, run: AttributionRun): Promise<ScoredInput[]>;
  /** As `score`, without the single scores. */
  total(inputs: readonly EdgeInput[], sent: Differences, run: AttributionRun): Promise<InputTotal[]>;
  close(): Promise<void>;
}

export interface InputTotal {
  readonly input: EdgeInput;
  /** Over all edges along its way: Σ|score| and Σ score. */
  readonly absolute: number;
  readonly sum: number;
}

export interface ScoredInput extends InputTotal {
  /** Of a sender, numbered as senderOf does, at a source position. */
  score(source: number, sender: number): number;
}

/** Opens at the first edges; its weights stay mapped from their file. */
export function edgeSession(context: ModelContext): EdgeSession {
  const { family, model, weights, folder } = context;
  const opened = onDemand(async () => {
    const graph = edgeGraph(family, model, weights);
    return { graph, session: await openSession(graph.spec, folder, { device: 'cpu', prepack: false }) };
  });
  async function outputs(inputs: readonly EdgeInput[], sent: Differences, run: AttributionRun, all: boolean) {
    const { graph, session } = await opened.get();
    const { scores, absolute, sum } = graph;
    const feeds = edgeFeeds(model, inputs, sent, run);
    const found = await session.run(feeds, all ? [scores, absolute, sum] : [absolute, sum]);
    const totals = inputs.map((input, i) => ({
      input,
      absolute: dataOf(found, absolute)[i] ?? 0,
      sum: dataOf(found, sum)[i] ?? 0,
    }));
    return { totals, scores: found.get(scores)?.data };
  }
  return {
    async score(inputs, sent, run) {
      const ordered = inOrder(inputs);
      const { totals, scores } = await outputs(ordered, sent, run, true);
      const senders = senderCount(model);
      return totals.map((total, i) => ({
        ...total,
        score: (source, sender) => scores?.[(source * ordered.length + i) * senders + sender] ?? Number.NaN,
      }));
    },
    async total(inputs, sent, run) {
      return (await outputs(inOrder(inputs), sent, run, false)).totals;
    },
    close: () => opened.close(({ session }) => session.close()),
  };
}
