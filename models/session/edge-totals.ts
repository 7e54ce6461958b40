import { blockHook } from '../../src/kernel/hooks.ts';
import { at } from '../../src/kernel/tensor.ts';
import { READ_SIDES, type ReadSide } from '../graph/edge-ports.ts';
import type { AttributeRequest } from '../loaded.ts';
import type { AttributionRun } from './attribute-run.ts';
import type { ModelContext } from './context.ts';
import type { EdgeInput } from './edge-gradient.ts';
import { beforeHeads, senderCount } from './edge-places.ts';
import { layerReading } from './edge-reading.ts';
import type { EdgeSession } from './edge-session.ts';
import { logitGradient, mlpGradient } from './edge-streams.ts';
import { edgeCount } from './edge-ways.ts';
import type { EdgeRun } from './edges.ts';

/** All edges of a model, over every node and embedding as sender. */
export interface EdgeTotals {
  readonly count: number;
  /** Σ|score| and Σ score, logits. */
  readonly absolute: number;
  readonly sum: number;
}

const HOOK = { query: 'attn.hook_q', key: 'attn.hook_k', value: 'attn.hook_v' } as const;

/**
 * Every edge of the model at once, keys and values as they are computed: a key and a value of a
 * key-value head at a position are one receiver each, whichever queries of whichever heads of its group
 * find them (their edges summed), so that there are as many receivers as tensors have places. Split by
 * query there are tokens times as many, which `leadingEdges` does for the nodes that are asked about.
 */
export async function edgeTotals(
  context: ModelContext,
  session: EdgeSession,
  { request, run, sent }: EdgeRun,
): Promise<EdgeTotals> {
  const inputs: EdgeInput[] = [];
  for (let layer = 0; layer < context.model.layers; layer++)
    inputs.push(...(await layerInputs(context, layer, request, run)));
  const read = [...new Set(request.metric.map(({ position }) => position))];
  const { layers } = context.model;
  inputs.push({
    way: { via: 'logit', layer: layers, sources: read, senders: senderCount(context.model) },
    gradient: logitGradient(run, layers, read),
  });
  const totals = await session.total(inputs, sent, run);
  return {
    count: inputs.reduce((sum, { way }) => sum + edgeCount(way), 0),
    absolute: totals.reduce((sum, { absolute }) => sum + absolute, 0),
    sum: totals.reduce((total, { sum }) => total + sum, 0),
  };
}

async function layerInputs(
  context: ModelContext,
  layer: number,
  { rules, tokens, metric }: AttributeRequest,
  run: AttributionRun,
): Promise<EdgeInput[]> {
  const { heads, kvHeads } = context.model;
  const before = beforeHeads(layer, heads);
  const last = metric.reduce((latest, { position }) => Math.max(latest, position), -1);
  const seen = Array.from(tokens.keys()).filter((position) => position <= last);
  const reading = await layerReading(context, layer, run, rules === 'exact');
  const side = (via: ReadSide): EdgeInput[] =>
    Array.from({ length: via === 'query' ? heads : kvHeads }, (_, head) => {
      const gradient = reading.begin(via, head);
      const sources = via === 'query' ? seen.filter((position) => position > 0) : seen;
      const towards = run.gradient(blockHook(layer, HOOK[via]));
      for (let point = 0; point < run.points; point++)
        for (const source of sources)
          reading.add(gradient, { point, source }, at(towards, point, source, head).data, 1);
      return { way: { via, layer, head, sources, senders: before }, gradient };
    });
  const sides = READ_SIDES.filter((via) => via === 'value' || rules === 'exact');
  return [
    ...sides.flatMap(side),
    {
      way: { via: 'mlp', layer, sources: seen, senders: before + heads },
      gradient: mlpGradient(run, layer, seen),
    },
  ];
}
