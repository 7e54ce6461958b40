import type { ModelDescription } from '../../description.ts';
import type { GraphBuilder, Value } from '../builder.ts';
import type { BackwardRules } from './rules.ts';

/**
 * Exact, of y = γ∘x/s with s = √(Σx²/D + ε): g∘γ/s − x·Σ(g∘γ∘x)/(D·s³); at s itself −Σ(g∘γ∘x)/s².
 * Frozen: s of this run is a constant, the first term alone.
 *
 * @param exact  1 or 0
 */
export function normRule(b: GraphBuilder, model: ModelDescription, exact: Value): BackwardRules['rmsNorm'] {
  const perColumn = b.op('Mul', [exact, b.floats([-1 / model.width], [])]);
  return (g, x, gain) => {
    const inverse = inverseScale(b, x, model);
    const weighted = b.op('Mul', [b.op('Mul', [g, b.weight(gain)]), inverse]);
    const along = b.op('ReduceSum', [b.op('Mul', [weighted, x]), b.ints([1])]); // Σ(g∘γ∘x)/s
    const pull = b.op('Mul', [along, inverse]);
    const towards = b.op('Mul', [b.op('Mul', [pull, inverse]), perColumn]);
    return {
      x: b.op('Add', [weighted, b.op('Mul', [x, towards])]),
      scale: b.op('Neg', [pull]),
    };
  };
}

/** 1/√(mean(x²) + ε), `[N, 1]`. */
function inverseScale(b: GraphBuilder, x: Value, { width, normEpsilon }: ModelDescription): Value {
  const squares = b.op('ReduceSumSquare', [x], { axes: { ints: [1] } });
  const mean = b.op('Mul', [squares, b.floats([1 / width], [])]);
  return b.op('Reciprocal', [b.op('Sqrt', [b.op('Add', [mean, b.floats([normEpsilon], [])])])]);
}
