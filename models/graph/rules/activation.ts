import type { GraphBuilder, Value } from '../builder.ts';
import type { BackwardRules } from './rules.ts';

/**
 * Exact: of x·σ(x) the derivative is σ(x) + x·σ(x)·(1 − σ(x)), of a product the other factor.
 *
 * Frozen: the activation keeps the ratio out/in of this run, which for x·σ(x) is σ(x), the first term
 * alone, and so is defined at 0 too. A product of two things that both depend on the input gives each
 * half, or the whole would be counted twice.
 *
 * @param exact  1 or 0
 * @see Jafari 2025, arXiv:2508.21258 (RelP); Arora 2026, arXiv:2601.22594
 */
export function activationRules(b: GraphBuilder, exact: Value): Pick<BackwardRules, 'silu' | 'multiply'> {
  const half = b.floats([0.5], []);
  const share = b.op('Add', [half, b.op('Mul', [exact, half])]); // 1 or ½
  return {
    silu(g, x) {
      const sigmoid = b.op('Sigmoid', [x]);
      const activated = b.op('Mul', [x, sigmoid]);
      const bend = b.op('Sub', [activated, b.op('Mul', [activated, sigmoid])]); // x·σ·(1 − σ)
      return b.op('Mul', [g, b.op('Add', [sigmoid, b.op('Mul', [bend, exact])])]);
    },
    multiply(g, x, y) {
      const shared = b.op('Mul', [g, share]);
      return [b.op('Mul', [shared, y]), b.op('Mul', [shared, x])];
    },
  };
}
