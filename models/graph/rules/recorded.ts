import type { HookName } from '../../../src/kernel/hooks.ts';
import type { Value } from '../builder.ts';
import { hookIn, type Recorder } from '../pass.ts';
import type { Tape } from '../tape.ts';
import type { BackwardRules } from './rules.ts';

/**
 * A family's vocabulary with every operation noted on a tape, its rule beside it.
 *
 * @param reach  told of gradients at what is no tensor of the forward graph: scales and scores
 */
export function recorderOf(
  tape: Tape,
  rules: BackwardRules,
  reach: (hook: HookName, gradient: Value) => void,
): Recorder {
  const noted = (
    output: Value,
    inputs: readonly Value[],
    back: (g: Value) => readonly (Value | undefined)[],
  ) => {
    tape.note({ output, inputs, back });
    return output;
  };
  return (ops, layer) => ({
    ...ops,
    linear: (x, name, bias) => noted(ops.linear(x, name, bias), [x], (g) => [rules.linear(g, name)]),
    rmsNorm: (x, gain, tail) =>
      noted(ops.rmsNorm(x, gain, tail), [x], (g) => {
        const { x: back, scale } = rules.rmsNorm(g, x, gain);
        reach(hookIn(layer, tail), scale);
        return [back];
      }),
    rotate: (x) => noted(ops.rotate(x), [x], (g) => [rules.rotate(g)]),
    attend(queries, keys) {
      const pattern = ops.attend(queries, keys);
      return noted(pattern, [queries, keys], (g) => {
        const back = rules.attend(g, queries, keys, pattern);
        reach(hookIn(layer, 'attn.hook_attn_scores'), back.scores);
        return [back.queries, back.keys];
      });
    },
    read: (pattern, values) =>
      noted(ops.read(pattern, values), [pattern, values], (g) => {
        const back = rules.read(g, pattern, values);
        return [back.pattern, back.values];
      }),
    add: (x, y) => noted(ops.add(x, y), [x, y], (g) => [g, g]),
    multiply: (x, y) => noted(ops.multiply(x, y), [x, y], (g) => rules.multiply(g, x, y)),
    silu: (x) => noted(ops.silu(x), [x], (g) => [rules.silu(g, x)]),
    edit: (site, x) => noted(ops.edit(site, x), [x], (g) => [rules.edit(g, site, layer ?? 0)]),
  });
}
