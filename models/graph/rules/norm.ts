import type { ModelDescription } from '../../description.ts';
import type { GraphBuilder, Value } from '../builder.ts';
import type { BackwardRules } from './rules.ts';

type NormRule = BackwardRules['rmsNorm'];

/** y = γ∘x/s, s = √(Σx²/D + ε): g∘γ/s − x·Σ(g∘γ∘x)/(D·s³); at s itself −Σ(g∘γ∘x)/s². */
export function exactNorm(b: GraphBuilder, model: ModelDescription): NormRule {
  const perColumn = b.floats([-1 / model.width], []);
  return (g, x, gain) => {
    const inverse = inverseScale(b, x, model);
    const weighted = b.op('Mul', [b.op('Mul', [g, b.weight(gain)]), inverse]);
    const along = sum(b, b.op('Mul', [weighted, x])); // Σ(g∘γ∘x)/s
    const pull = b.op('Mul', [along, inverse]);
    const towards = b.op('Mul', [b.op('Mul', [pull, inverse]), perColumn]);
    return {
      x: b.op('Add', [weighted, b.op('Mul', [x, towards])]),
      scale: b.op('Neg', [pull]),
    };
  };
}

/** The scale of this run is a constant. */
export const frozenNorm =
  (b: GraphBuilder, model: ModelDescription): NormRule =>
  (g, x, gain) => ({ x: b.op('Mul', [b.op('Mul', [g, b.weight(gain)]), inverseScale(b, x, model)]) });

/** 1/√(mean(x²) + ε), `[N, 1]`. */
function inverseScale(b: GraphBuilder, x: Value, { width, normEpsilon }: ModelDescription): Value {
  const squares = b.op('ReduceSumSquare', [x], { axes: { ints: [1] } });
  const mean = b.op('Mul', [squares, b.floats([1 / width], [])]);
  return b.op('Reciprocal', [b.op('Sqrt', [b.op('Add', [mean, b.floats([normEpsilon], [])])])]);
}

const sum = (b: GraphBuilder, x: Value): Value => b.op('ReduceSum', [x, b.ints([1])]);
