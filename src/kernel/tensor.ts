/** A dense float32 tensor, row-major. `data.length` is the product of `shape`. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** @throws {RangeError} when the data does not fill the shape */
export function tensor(shape: readonly number[], data: Float32Array): Tensor {
  if (sizeOf(shape) !== data.length) {
    throw new RangeError(`shape [${shape.join(', ')}] holds ${sizeOf(shape)} values, got ${data.length}`);
  }
  return { shape, data };
}

/**
 * A view (no copy) of the sub-tensor at the given leading indices: `at(pattern, 0, 3)` of
 * `[batch, head, query, key]` is head 3 of row 0, `[query, key]`.
 *
 * @throws {RangeError} when an index is outside its axis
 */
export function at(source: Tensor, ...index: readonly number[]): Tensor {
  let start = 0;
  let step = source.data.length;
  index.forEach((i, axis) => {
    const length = source.shape[axis] ?? 0;
    if (i < 0 || i >= length)
      throw new RangeError(`index ${i} on axis ${axis} of [${source.shape.join(', ')}]`);
    step /= length;
    start += i * step;
  });
  return { shape: source.shape.slice(index.length), data: source.data.subarray(start, start + step) };
}

/** Inner product in float64, so that a sum over thousands of parts stays exact to float32. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

export const norm = (a: Float32Array): number => Math.sqrt(dot(a, a));
