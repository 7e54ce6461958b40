import type { HeadInputsRequest } from '../loaded.ts';
import type { ModelContext } from './context.ts';
import { readRows, readWeight } from './weight-reader.ts';

/** One head's part of W_Q or W_K, and what is added beside it. */
export interface HeadRows {
  /** `[dh, D]`, the norm's gain γ multiplied in. */
  readonly rows: Float32Array;
  /** b_Q or b_K of the head, `[dh]`; zeros where the model has none. */
  readonly bias: Float32Array;
  /** Σ b_O of the layers before, `[D]`: what lies in the stream and no head wrote. */
  readonly earlier: Float32Array;
}

/** Query head h reads with its own rows of W_Q, and looks at the keys of key head ⌊h/g⌋. */
export async function headRows(
  { family, model, weights }: ModelContext,
  { layer, head, side }: Pick<HeadInputsRequest, 'layer' | 'head' | 'side'>,
): Promise<HeadRows> {
  const { headWidth, width } = model;
  const names = family.weights.attentionIn(layer, side, model);
  const own = side === 'query' ? head : Math.floor(head / (model.heads / model.kvHeads));
  const indices = Array.from({ length: headWidth }, (_, i) => own * headWidth + i);
  const gain = await readWeight(weights, names.gain);
  const found = await readRows(weights, names.weight, indices);
  const rows = new Float32Array(headWidth * width);
  found.forEach((row, i) => {
    for (let d = 0; d < width; d++) rows[i * width + d] = (row[d] ?? 0) * (gain[d] ?? 0);
  });
  const bias = names.bias === undefined ? undefined : await readWeight(weights, names.bias);
  return {
    rows,
    bias: bias?.slice(own * headWidth, (own + 1) * headWidth) ?? new Float32Array(headWidth),
    earlier: await earlierBiases({ family, model, weights }, layer),
  };
}

async function earlierBiases(
  { family, model, weights }: Pick<ModelContext, 'family' | 'model' | 'weights'>,
  before: number,
): Promise<Float32Array> {
  const sum = new Float32Array(model.width);
  for (let layer = 0; layer < before; layer++) {
    const name = family.weights.attentionOutBias(layer, model);
    const bias = name === undefined ? undefined : await readWeight(weights, name);
    bias?.forEach((value, i) => {
      sum[i] = (sum[i] ?? 0) + value;
    });
  }
  return sum;
}
