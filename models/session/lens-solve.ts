import { lensProductGraph } from '../graph/lens.ts';
import { dataOf } from './derived.ts';
import { inverseFactor } from './lens-cholesky.ts';
import type { LensSums } from './lens-sums.ts';
import { type Feed, openSession } from './runtime.ts';
import { NO_WEIGHTS } from './weight-folder.ts';

/** One depth's map onto the final state: `y ≈ x · map + bias`. */
export interface LensMap {
  readonly map: Float32Array; // [D, D]
  readonly bias: Float32Array; // [D]
}

export interface LensSolver {
  /**
   * Ridge regression with a free bias: minimises Σ ‖y − x·map − bias‖² + λ‖map‖², λ = `ridge` × the mean
   * of the diagonal of the centred Gram matrix (Din 2303.09435 fits the same maps without λ).
   *
   * @throws {RangeError} when the sums are not finite
   */
  solve(sums: LensSums, depth: number, ridge: number): Promise<LensMap>;
  close(): Promise<void>;
}

/** Factors in float64 here, the two large products in ONNX Runtime. */
export async function lensSolver(): Promise<LensSolver> {
  const { spec, output } = lensProductGraph();
  const session = await openSession(spec, NO_WEIGHTS, { device: 'cpu', prepack: false });
  return {
    async solve(sums, depth, ridge) {
      const { width } = sums;
      const gram = centred(sums, sums.gram, depth, depth);
      const cross = centred(sums, sums.cross, depth, sums.depths);
      const inverse = inverseFactor(gram, width, ridge * meanDiagonal(gram, width));
      const matrix = (data: Float64Array): Feed => ({
        type: 'float32',
        shape: [width, width],
        data: Float32Array.from(data),
      });
      const found = await session.run(
        new Map([
          ['inverse', matrix(inverse)],
          ['cross', matrix(cross)],
        ]),
        [output],
      );
      const map = dataOf(found, output);
      return { map, bias: biasOf(map, meanOf(sums, depth), meanOf(sums, sums.depths)) };
    },
    close: () => session.close(),
  };
}

/** Σ (x − x̄)(y − ȳ)ᵀ of one depth from its Σ x yᵀ, `other` being the depth of y. */
function centred(sums: LensSums, products: Float32Array, depth: number, other: number): Float64Array {
  const { width, count } = sums;
  const x = sums.sums.subarray(depth * width, (depth + 1) * width);
  const y = sums.sums.subarray(other * width, (other + 1) * width);
  const from = depth * width * width;
  const result = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    const mean = (x[i] ?? 0) / count;
    for (let j = 0; j < width; j++)
      result[i * width + j] = (products[from + i * width + j] ?? 0) - mean * (y[j] ?? 0);
  }
  return result;
}

function meanDiagonal(matrix: Float64Array, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += matrix[i * width + i] ?? 0;
  return sum / width;
}

const meanOf = ({ sums, shift, count, width }: LensSums, depth: number): Float64Array =>
  Float64Array.from(
    { length: width },
    (_, i) => (sums[depth * width + i] ?? 0) / count + (shift[depth * width + i] ?? 0),
  );

/** ȳ − x̄ · map */
function biasOf(map: Float32Array, x: Float64Array, y: Float64Array): Float32Array {
  const bias = y.slice();
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < bias.length; j++)
      bias[j] = (bias[j] ?? 0) - (x[i] ?? 0) * (map[i * bias.length + j] ?? 0);
  return Float32Array.from(bias);
}
