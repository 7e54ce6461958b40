import type { ModelDescription } from '../description.ts';
import type { Family } from '../families/family.ts';
import type { WeightTable } from '../weights.ts';
import { graphBuilder } from './builder.ts';
import type { GraphSpec } from './onnx.ts';
import { type ForwardOptions, forwardPass, type Pass } from './pass.ts';

/** The graph of a whole model, and where each hook comes out of it. */
export interface ForwardGraph extends Pick<Pass, 'hooks' | 'logits' | 'factors' | 'cache'> {
  readonly spec: GraphSpec;
}

const EVERYTHING: ForwardOptions = { hooks: true, edits: true, cache: true };

/** @throws {ModelError} `tensor-missing` */
export function forwardGraph(
  family: Family,
  model: ModelDescription,
  weights: WeightTable,
  options: ForwardOptions = EVERYTHING,
): ForwardGraph {
  const b = graphBuilder(family.name, weights);
  const { hooks, logits, factors, cache } = forwardPass(b, family, model, options);
  b.output(logits);
  for (const { key, value } of cache) for (const present of [key, value]) b.output(present);
  return { spec: b.finish(), hooks, logits, factors, cache };
}
