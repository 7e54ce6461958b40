import { type Tensor, tensor } from '../kernel/tensor.ts';
import { type NodeSpace, spaceSize } from './node-space.ts';

/** A row of a patched run: only these nodes live, or all but these. */
export type Live = { readonly only: Iterable<number> } | { readonly allBut: Iterable<number> };

/** Gates of a patch, one row for each, `[rows, layers, tokens, heads + 1]`. */
export function gatesOf(space: NodeSpace, rows: readonly Live[]): Tensor {
  const size = spaceSize(space);
  const data = new Float32Array(rows.length * size);
  rows.forEach((row, i) => {
    const [inside, nodes] = 'only' in row ? [1, row.only] : [0, row.allBut];
    data.fill(1 - inside, i * size, (i + 1) * size);
    for (const node of nodes) data[i * size + node] = inside;
  });
  return tensor([rows.length, space.layers, space.tokens, space.heads + 1], data);
}
