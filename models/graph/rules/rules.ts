import type { Value } from '../builder.ts';
import type { Site } from '../ports.ts';

/**
 * How a gradient `g` at the output of one operation of a family's vocabulary goes back to its inputs.
 * `exact` is the derivative; `frozen` takes the run's attention patterns, norm scales and activation
 * ratios as constants, so that the model is linear in what heads and MLPs write and scores add up.
 * Activations and their gradients are `[N, columns]`.
 */
export interface BackwardRules {
  linear(g: Value, weight: string): Value;
  /** `scale`: the gradient at the divisor, `[N, 1]`. */
  rmsNorm(g: Value, x: Value, gain: string): { readonly x: Value; readonly scale: Value };
  rotate(g: Value): Value;
  /** From `[B, H, T, S]` at the pattern. */
  attend(g: Value, queries: Value, keys: Value, pattern: Value): AttendGradients;
  read(g: Value, pattern: Value, values: Value): { readonly pattern: Value; readonly values: Value };
  multiply(g: Value, x: Value, y: Value): readonly [Value, Value];
  silu(g: Value, x: Value): Value;
  edit(g: Value, site: Site, layer: number): Value;
}

export interface AttendGradients {
  /** At the scaled, masked scores, `[B, H, T, S]`. */
  readonly scores: Value;
  readonly queries: Value;
  readonly keys: Value;
}
