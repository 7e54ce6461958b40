import type { Tensor } from '../../src/kernel/tensor.ts';
import { lensSumsGraph } from '../graph/lens.ts';
import { dataOf } from './derived.ts';
import { type Feed, openSession } from './runtime.ts';
import { NO_WEIGHTS } from './weight-folder.ts';

/** Sums over states x of every depth and the final states y, both less `shift`: what a regression needs. */
export interface LensSums {
  readonly depths: number;
  readonly width: number;
  /** States summed, of each depth. */
  readonly count: number;
  /** Σ x xᵀ and Σ x yᵀ `[depths, D, D]` */
  readonly gram: Float32Array;
  readonly cross: Float32Array;
  /** Σ x, then Σ y, and what was taken off each first `[depths + 1, D]` */
  readonly sums: Float64Array;
  readonly shift: Float32Array;
}

export interface LensSumming {
  /** @param states  `[depths + 1, N, D]`, the last of each final */
  add(states: Tensor): Promise<void>;
  /** What was added so far, not copied. */
  total(): LensSums;
  close(): Promise<void>;
}

/** Each part's sums are formed in ONNX Runtime, in float32, about the mean of the first part. */
export async function lensSumming(depths: number, width: number): Promise<LensSumming> {
  const { spec, outputs } = lensSumsGraph();
  const session = await openSession(spec, NO_WEIGHTS, { device: 'cpu', prepack: false });
  const gram = new Float32Array(depths * width * width);
  const cross = new Float32Array(depths * width * width);
  const sums = new Float64Array((depths + 1) * width);
  let shift: Float32Array | undefined;
  let count = 0;
  return {
    async add({ shape: [, rows = 0], data }) {
      shift ??= meansOf(data, (depths + 1) * rows, rows, width);
      const fed = feeds(data, shift, { depths, rows, width });
      const found = await session.run(fed, Object.values(outputs));
      addTo(gram, dataOf(found, outputs.gram));
      addTo(cross, dataOf(found, outputs.cross));
      addTo(sums.subarray(0, depths * width), dataOf(found, outputs.states));
      addTo(sums.subarray(depths * width), dataOf(found, outputs.final));
      count += rows;
    },
    total: () => ({ depths, width, count, gram, cross, sums, shift: shift ?? new Float32Array(sums.length) }),
    close: () => session.close(),
  };
}

function feeds(
  states: Float32Array,
  shift: Float32Array,
  { depths, rows, width }: { depths: number; rows: number; width: number },
): Map<string, Feed> {
  const size = depths * rows * width;
  const float = (data: Float32Array, shape: readonly number[]): Feed => ({ type: 'float32', shape, data });
  return new Map([
    ['states', float(states.subarray(0, size), [depths, rows, width])],
    ['final', float(states.subarray(size), [rows, width])],
    ['shift', float(shift.subarray(0, depths * width), [depths, 1, width])],
    ['final_shift', float(shift.subarray(depths * width), [1, width])],
  ]);
}

/** Mean of each run of `rows` states, `[total / rows, width]`. */
function meansOf(states: Float32Array, total: number, rows: number, width: number): Float32Array {
  const means = new Float64Array((total / rows) * width);
  for (let row = 0; row < total; row++) {
    const into = Math.floor(row / rows) * width;
    for (let i = 0; i < width; i++)
      means[into + i] = (means[into + i] ?? 0) + (states[row * width + i] ?? 0) / rows;
  }
  return Float32Array.from(means);
}

function addTo(sum: Float32Array | Float64Array, part: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (part[i] ?? 0);
}
