import type { HookName } from '../../src/kernel/hooks.ts';
import type { GraphBuilder, Value } from './builder.ts';
import { factorHook } from './hooks.ts';
import type { PassOps } from './pass.ts';

/** A family's vocabulary whose results another session has made already. */
export interface Recalled {
  ops(named: PassOps, layer: number | undefined): PassOps;
  /** Hooks that hold results which no hook of the family names. */
  readonly unnamed: ReadonlyMap<Value, HookName>;
}

/**
 * Nothing is computed but what is cheaper made again than fetched: every other result is an input, to
 * be fed from the hook that holds it. What the way back does not read is left out of the finished
 * graph, so that only the walk over the family's declaration is shared with the forward pass.
 */
export function recalled(b: GraphBuilder): Recalled {
  const unnamed = new Map<Value, HookName>();
  let count = 0;
  const fresh = (shape: readonly (number | string)[]): Value =>
    b.input(`recalled.${count++}`, 'float32', shape);
  /** `[N, columns]` */
  const made = (): Value => fresh(['rows', `recalled.${count}.columns`]);
  return {
    unnamed,
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
        unnamed.set(y, factorHook(layer ?? 0));
        return made();
      },
      silu: named.silu,
      edit: made,
    }),
  };
}
