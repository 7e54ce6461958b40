/**
 * Where every weight lies, in a file of raw little-endian numbers that ONNX Runtime can map:
 * nothing is read until a session needs it.
 *
 * Names and layouts are Hugging Face's (`model.layers.3.self_attn.q_proj.weight`, `[out, in]`), half-split
 * rotary order, whatever the source was. A quantised file was expanded once before this exists.
 */
export interface WeightTable {
  readonly tensors: ReadonlyMap<string, WeightPlace>;
}

export interface WeightPlace {
  readonly dtype: 'F32' | 'F16' | 'BF16';
  readonly shape: readonly number[];
  /** Absolute path of the file that holds the bytes. */
  readonly file: string;
  /** First byte in that file. */
  readonly offset: number;
  readonly length: number;
}
