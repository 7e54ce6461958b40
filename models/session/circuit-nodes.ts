import type { Place } from '../../src/kernel/attributed.ts';
import { blockHook, type HookName } from '../../src/kernel/hooks.ts';
import type { NodeValues } from '../../src/kernel/patch.ts';
import { type Tensor, tensor } from '../../src/kernel/tensor.ts';
import type { ModelDescription } from '../description.ts';
import type { AttributeRequest } from '../loaded.ts';
import { type Differences, nodeScores } from './attribute-nodes.ts';
import type { Caps } from './check.ts';
import type { Places } from './edge-places.ts';
import { leadingNodes } from './edge-receivers.ts';
import type { Gradients } from './gradients.ts';

const ROUNDS = 4;

export interface CircuitAsk {
  readonly request: AttributeRequest;
  readonly values: NodeValues;
  readonly sent: Differences;
  /** The metric of the prompt itself. */
  readonly full: number;
}

/**
 * Nodes that carry the metric by themselves, at most `edges.top`. A quarter are the leading ones by
 * |score|. Then, three times, the model is run forwards and backwards with only those chosen live, the
 * others putting out what they do in the baseline, and those whose return closes
 * most of what is missing of the metric are chosen too: a node's score in the whole model does not say
 * what it does once the nodes that would step in for it are gone.
 *
 * @param nodes  scores in the whole model, `[L, T, H + 1]`
 * @returns in the order in which they were chosen
 */
export async function circuitNodes(
  gradients: Gradients,
  model: ModelDescription,
  ask: CircuitAsk,
  nodes: Tensor,
  caps: Caps,
): Promise<Place[]> {
  const { request, full } = ask;
  const { top = 0, only } = request.edges ?? {};
  const places: Places = { layers: model.layers, heads: model.heads, tokens: request.tokens.length };
  const kind = only === undefined ? {} : { only };
  const most = Math.min(top, nodes.data.length);
  const chosen = leadingNodes(nodes, places, { ...kind, top: Math.ceil(most / ROUNDS) });
  for (let round = 2; round <= ROUNDS && chosen.length < most; round++) {
    const { metric, scores } = await withOnly(gradients, model, ask, chosen, caps);
    const missing = Math.sign(full - metric);
    const known = new Set(chosen);
    const closing = Float32Array.from(scores.data, (score, place) =>
      known.has(place) ? 0 : Math.max(0, missing * score),
    );
    const room = Math.ceil((most * round) / ROUNDS) - chosen.length;
    chosen.push(...leadingNodes(tensor(scores.shape, closing), places, { ...kind, top: room }));
  }
  return chosen;
}

/** The metric with only these nodes live, and what each other node would add to it. */
async function withOnly(
  gradients: Gradients,
  model: ModelDescription,
  { request, values, sent }: CircuitAsk,
  live: readonly Place[],
  caps: Caps,
): Promise<{ readonly metric: number; readonly scores: Tensor }> {
  const layers = Array.from({ length: model.layers }, (_, layer) => layer);
  const at = layers.flatMap((layer) => [blockHook(layer, 'attn.hook_z'), blockHook(layer, 'hook_mlp_out')]);
  const shape = [model.layers, request.tokens.length, model.heads + 1];
  const found = await gradients.run(
    {
      tokens: [request.tokens],
      metric: [request.metric],
      rules: request.rules,
      hooks: [],
      gradients: at,
      patch: { values, gates: gatesOf(shape, live) },
    },
    caps,
  );
  const gradient = (hook: HookName): Tensor => found.gradients.get(hook) ?? tensor([0], new Float32Array(0));
  return {
    metric: found.metric[0] ?? Number.NaN,
    scores: nodeScores(model, sent, { points: 1, gradient }),
  };
}

/** 1 for what is live, 0 for all else, `[1, L, T, H + 1]`. */
function gatesOf(shape: readonly number[], live: readonly Place[]): Tensor {
  const gates = new Float32Array(shape.reduce((product, n) => product * n, 1));
  for (const place of live) gates[place] = 1;
  return tensor([1, ...shape], gates);
}
