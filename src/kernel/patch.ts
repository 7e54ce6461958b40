import type { Tensor } from './tensor.ts';

/**
 * Rows of a run in which chosen nodes take the values they had in another run, at the same
 * positions: what thousands of single interventions would say, one number a node.
 *
 * A node's output becomes `gate · own + (1 − gate) · other`: gate 1 leaves it alone, 0 patches it.
 */
export interface Patch {
  /** `[rows, layer, token, heads + 1]`; the last of a token's gates is its MLP's. */
  readonly gates: Tensor;
  readonly values: NodeValues;
}

/** What every head and MLP of one run put out: by layer, its hook_z `[1, token, head, headWidth]` and hook_mlp_out `[1, token, width]`. */
export interface NodeValues {
  readonly heads: readonly Tensor[];
  readonly mlps: readonly Tensor[];
}
