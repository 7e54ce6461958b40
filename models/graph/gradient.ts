import type { HookName } from '../../src/kernel/hooks.ts';
import type { ModelDescription } from '../description.ts';
import type { Family } from '../families/family.ts';
import type { WeightTable } from '../weights.ts';
import { graphBuilder, type Value } from './builder.ts';
import type { HookSource } from './hooks.ts';
import type { GraphSpec } from './onnx.ts';
import { forwardPass } from './pass.ts';
import { METRIC, METRIC_TOKENS } from './ports.ts';
import { backwardRules } from './rules/backward.ts';
import { recorderOf } from './rules/recorded.ts';
import { createTape } from './tape.ts';

/** Forward and backward in one graph. */
export interface GradientGraph {
  readonly spec: GraphSpec;
  readonly hooks: ReadonlyMap<HookName, HookSource>;
  /** Outputs that hold the gradient at a hook, in the hook's order of numbers. */
  readonly gradients: ReadonlyMap<HookName, Value>;
  /** `[N]`: what each position adds to its row's metric. */
  readonly metric: Value;
}

/**
 * The graph of a whole model and of its gradients for a metric Σ weight · logit.
 *
 * The metric enters as `[N, M]` weights over M tokens, and only their rows of the unembedding are
 * multiplied: the dense product over the vocabulary, the dearest of a small model, is not needed.
 *
 * @throws {ModelError} `tensor-missing`
 */
export function gradientGraph(family: Family, model: ModelDescription, weights: WeightTable): GradientGraph {
  const b = graphBuilder(`${family.name}-gradients`, weights);
  const tape = createTape();
  const gradients = new Map<HookName, Value>();
  const recorder = recorderOf(tape, backwardRules(b, model), (hook, gradient) =>
    gradients.set(hook, gradient),
  );
  const options = { hooks: true, edits: true, cache: false };
  const { hooks, values, normalised, logits } = forwardPass(b, family, model, options, recorder, b.mapped);

  const tokens = b.input(METRIC_TOKENS, 'int64', ['asked']);
  const mixture = b.input(METRIC, 'float32', ['rows', 'asked']);
  const direction = b.op('MatMul', [mixture, b.rows(family.weights.unembedding(model), tokens)]);
  const metric = b.op('ReduceSum', [b.op('Mul', [direction, normalised]), b.ints([1])]);

  const gradientAt = tape.backward(b, new Map([[normalised, direction]]));
  for (const [hook, value] of values) {
    const gradient = gradientAt(value);
    if (gradient !== undefined) gradients.set(hook, gradient);
  }
  for (const output of [logits, metric, ...gradients.values()]) b.output(output);
  return { spec: b.finish(), hooks, gradients, metric };
}
