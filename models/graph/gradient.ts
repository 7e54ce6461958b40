import type { HookName } from '../../src/kernel/hooks.ts';
import type { ModelDescription } from '../description.ts';
import type { Family } from '../families/family.ts';
import type { WeightTable } from '../weights.ts';
import { type GraphBuilder, graphBuilder, type Value } from './builder.ts';
import type { ForwardGraph } from './forward.ts';
import type { GraphSpec } from './onnx.ts';
import { forwardPass } from './pass.ts';
import { METRIC, METRIC_ROWS } from './ports.ts';
import { reachable } from './reachable.ts';
import { recalled } from './recalled.ts';
import { backwardRules } from './rules/backward.ts';
import { recorderOf } from './rules/recorded.ts';
import { createTape } from './tape.ts';

/** The way back alone: what the forward pass made is fed to it. */
export interface GradientGraph {
  readonly spec: GraphSpec;
  /** Inputs that take outputs of the forward graph as they are, and which. */
  readonly recalled: ReadonlyMap<string, Value>;
  /** Outputs that hold the gradient at a hook, in the hook's order of numbers. */
  readonly gradients: ReadonlyMap<HookName, Value>;
  /** `[N]`: what each position adds to its row's metric. */
  readonly metric: Value;
}

const WALK = { hooks: false, edits: true, cache: false };

/**
 * The graph of a model's gradients for a metric Σ weight · logit, after a run of the forward graph.
 *
 * The metric enters as `[N, M]` weights over M tokens with their rows of the unembedding: the dense
 * product over the vocabulary, the dearest of a small model, is not needed, nor its table.
 *
 * @param forward  the graph whose runs feed this one
 * @throws {ModelError} `tensor-missing`
 */
export function gradientGraph(
  family: Family,
  model: ModelDescription,
  weights: WeightTable,
  forward: Pick<ForwardGraph, 'hooks' | 'factors'>,
): GradientGraph {
  const b = graphBuilder(`${family.name}-gradients`, weights);
  const tape = createTape();
  const gradients = new Map<HookName, Value>();
  const record = recorderOf(tape, backwardRules(b, model), (hook, gradient) => gradients.set(hook, gradient));
  const memory = recalled(b);
  const { values, normalised } = forwardPass(b, family, model, WALK, (ops, layer) =>
    record(memory.ops(ops, layer), layer),
  );
  const { direction, metric } = metricOf(b, model, normalised);
  const gradientAt = tape.backward(b, new Map([[normalised, direction]]));
  for (const [hook, value] of values) {
    const gradient = gradientAt(value);
    if (gradient !== undefined) gradients.set(hook, gradient);
  }
  for (const output of [metric, ...gradients.values()]) b.output(output);
  const spec = reachable(b.finish());
  const made = madeBy(forward, values, memory.factors);
  const fed = spec.inputs.flatMap(({ name }) => {
    const output = made.get(name);
    return output === undefined ? [] : [[name, output] as const];
  });
  return { spec, recalled: new Map(fed), gradients, metric };
}

/** Outputs of the forward graph by the value that stands for each here. */
function madeBy(
  { hooks, factors }: Pick<ForwardGraph, 'hooks' | 'factors'>,
  values: ReadonlyMap<HookName, Value>,
  placeholders: readonly Value[],
): ReadonlyMap<string, Value> {
  const made = new Map<string, Value>();
  placeholders.forEach((value, layer) => {
    const factor = factors[layer];
    if (factor !== undefined) made.set(value, factor);
  });
  for (const [hook, value] of values) {
    const source = hooks.get(hook);
    if (source?.kind === 'output') made.set(value, source.output);
  }
  return made;
}

/** The gradient at the last norm's output, and the metric's value by position. */
function metricOf(b: GraphBuilder, { width }: ModelDescription, normalised: Value) {
  const rows = b.input(METRIC_ROWS, 'float32', ['asked', width]);
  const direction = b.op('MatMul', [b.input(METRIC, 'float32', ['rows', 'asked']), rows]);
  return { direction, metric: b.op('ReduceSum', [b.op('Mul', [direction, normalised]), b.ints([1])]) };
}
