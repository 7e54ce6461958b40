import type { GraphBuilder } from '../builder.ts';
import type { BackwardRules } from './rules.ts';

type ActivationRules = Pick<BackwardRules, 'silu' | 'multiply'>;

/** Derivatives: of x·σ(x) it is σ(x)·(1 + x·(1 − σ(x))), of a product the other factor. */
export function exactActivation(b: GraphBuilder): ActivationRules {
  return {
    silu(g, x) {
      const sigmoid = b.op('Sigmoid', [x]);
      const activated = b.op('Mul', [x, sigmoid]);
      const rest = b.op('Sub', [activated, b.op('Mul', [activated, sigmoid])]); // x·σ·(1 − σ)
      return b.op('Mul', [g, b.op('Add', [sigmoid, rest])]);
    },
    multiply: (g, x, y) => [b.op('Mul', [g, y]), b.op('Mul', [g, x])],
  };
}

/**
 * The activation keeps the ratio out/in of this run, act(x)/x, which for x·σ(x) is σ(x) and so is
 * defined at 0 too. A product of two things that both depend on the input gives each half, or the
 * whole would be counted twice.
 *
 * @see Jafari 2025, arXiv:2508.21258 (RelP); Arora 2026, arXiv:2601.22594
 */
export function frozenActivation(b: GraphBuilder): ActivationRules {
  const half = b.floats([0.5], []);
  return {
    silu: (g, x) => b.op('Mul', [g, b.op('Sigmoid', [x])]),
    multiply(g, x, y) {
      const halved = b.op('Mul', [g, half]);
      return [b.op('Mul', [halved, y]), b.op('Mul', [halved, x])];
    },
  };
}
