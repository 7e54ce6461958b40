import { at, type Tensor } from '../kernel/tensor.ts';
import { writtenNorm } from './attention.ts';

/**
 * How much one head writes from the first key, against the other keys: ‖f(x₀)‖ over the mean ‖f(x_j)‖,
 * f(x) = x W_V W_O. Near 0 the look at the first key does nothing, whatever attention it takes.
 *
 * @param values  `[sequence, token, key-value head, headWidth]` hook_v
 * @param gram    `[headWidth, headWidth]` W_O W_Oᵀ of the head
 * @returns mean over the sequences; 1 where the head writes nothing from anywhere
 */
export function firstWrite(values: Tensor, keyHead: number, gram: Tensor): number {
  const [sequences = 0, tokens = 0] = values.shape;
  const ratios = Array.from({ length: sequences }, (_, sequence) => {
    const norms = Array.from({ length: tokens }, (_, key) =>
      writtenNorm(at(values, sequence, key, keyHead).data, gram),
    );
    const [first = 0, ...others] = norms;
    const mean = others.reduce((sum, x) => sum + x, 0) / Math.max(1, others.length);
    return mean > 0 ? first / mean : 1;
  });
  return ratios.reduce((sum, x) => sum + x, 0) / Math.max(1, ratios.length);
}
