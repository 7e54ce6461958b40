import { at, type Tensor } from '../../src/kernel/tensor.ts';

/** One row of a batch, as a run of that row alone would give it: `[1, …]`. */
export function rowOf(batch: Tensor | undefined, row: number): Tensor {
  if (batch === undefined) throw new Error('no such hook in the batch');
  const { shape, data } = at(batch, row);
  return { shape: [1, ...shape], data };
}
