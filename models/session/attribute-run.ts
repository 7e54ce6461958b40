import type { HookName } from '../../src/kernel/hooks.ts';
import { at, type Tensor } from '../../src/kernel/tensor.ts';
import type { AttributeRequest, EmbeddingPoint, GradientRequest } from '../loaded.ts';
import type { AttributionHooks } from './attribute-hooks.ts';
import type { Caps } from './check.ts';
import type { Gradients } from './gradients.ts';

/** The run forwards and backwards behind an attribution: rows at the points, one of the prompt itself. */
export interface AttributionRun {
  /** Rows `0 … points − 1` are averaged over. */
  readonly points: number;
  /** The metric of the prompt itself. */
  readonly metric: number;
  readonly notes?: readonly string[];
  /** A hook in the row of the prompt itself. */
  own(hook: HookName): Tensor;
  /** A hook, and its gradient, in every row. */
  value(hook: HookName): Tensor;
  gradient(hook: HookName): Tensor;
}

export async function attributionRun(
  gradients: Gradients,
  request: AttributeRequest,
  { hooks, gradients: asked }: AttributionHooks,
  caps: Caps,
): Promise<AttributionRun> {
  const { line, own, points } = linesOf(request);
  const whole: GradientRequest = {
    tokens: line.map(() => request.tokens),
    metric: line.map(() => request.metric),
    rules: request.rules,
    line,
    hooks,
    gradients: asked,
  };
  const result = await gradients.run(whole, caps);
  const value = (hook: HookName): Tensor => result.hooks.get(hook) ?? lost(hook);
  return {
    points,
    metric: result.metric[own] ?? Number.NaN,
    ...(result.notes === undefined ? {} : { notes: result.notes }),
    own: (hook) => at(value(hook), own),
    value,
    gradient: (hook) => result.gradients.get(hook) ?? lost(hook),
  };
}

/** The points, and the prompt itself behind them unless it is one. */
function linesOf({ tokens, points }: AttributeRequest): {
  readonly line: readonly EmbeddingPoint[];
  readonly own: number;
  readonly points: number;
} {
  const whole = { from: tokens, share: 1 };
  const line = points ?? [whole];
  const own = line.findIndex(({ share }) => share === 1);
  return own >= 0
    ? { line, own, points: line.length }
    : { line: [...line, whole], own: line.length, points: line.length };
}

function lost(hook: HookName): never {
  throw new RangeError(`${hook} was not fetched`);
}
