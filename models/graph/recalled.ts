import type { GraphBuilder, Value } from './builder.ts';
import type { PassOps } from './pass.ts';

/** A family's vocabulary whose results another session has made already. */
export interface Recalled {
  ops(named: PassOps, layer: number | undefined): PassOps;
  /** By layer: what stands for Pass.factors. */
  readonly factors: readonly Value[];
}

/**
 * Nothing is computed but what is cheaper made again than fetched: every other result is an input, to
 * be fed from the hook that holds it. What the way back does not read is left out of the finished
 * graph, so that only the walk over the family's declaration is shared with the forward pass.
 */
export function recalled(b: GraphBuilder): Recalled {
  const factors: Value[] = [];
  let count = 0;
  const fresh = (shape: readonly (number | string)[]): Value =>
    b.input(`recalled.${count++}`, 'float32', shape);
  /** `[N, columns]` */
  const made = (): Value => fresh(['rows', `recalled.${count}.columns`]);
  return {
    factors,
    ops: (named, layer) => ({
      model: named.model,
      hook: named.hook,
      lookup: made,
      linear: made,
      rmsNorm: made,
      rotate: made,
      attend: () => fresh(['batch', named.model.heads, 'tokens', 'keys']),
      read: made,
      add: made,
      multiply(_, y) {
        factors[layer ?? 0] = y;
        return made();
      },
      silu: named.silu,
      edit: made,
    }),
  };
}
