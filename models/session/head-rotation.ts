import type { Tensor } from '../../src/kernel/tensor.ts';

const f32 = Math.fround;

/** Where a query or key stands, and the norm's scale its state is divided by. */
export interface RowPlace {
  readonly position: number;
  readonly scale: number;
  /** Of each rotated pair, `[dh/2]`. */
  readonly frequencies: Float32Array;
}

/** Divides row `index` of `[N, dh]` by its scale and rotates its half-split pairs, in place (Su 2021). */
export function rotateRow(rows: Tensor, index: number, { position, scale, frequencies }: RowPlace): void {
  const half = frequencies.length;
  const start = index * 2 * half;
  for (let pair = 0; pair < half; pair++) {
    const angle = f32(position * (frequencies[pair] ?? 0)); // rounded where the forward pass rounds
    const [cosine, sine] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
    const [low, high] = [rows.data[start + pair] ?? 0, rows.data[start + pair + half] ?? 0];
    rows.data[start + pair] = low * cosine - high * sine;
    rows.data[start + pair + half] = high * cosine + low * sine;
  }
}
