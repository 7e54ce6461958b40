import type { Patch } from '../../src/kernel/patch.ts';
import type { Site } from '../graph/ports.ts';

/** What is done at one site of one layer, as the graph takes it: x ← gain · x + add. */
export interface Edit {
  readonly gain: Float32Array; // [N, units]
  readonly add: Float32Array; // [N, units, width]
}

export interface Extent {
  readonly batch: number;
  readonly tokens: number;
  /** Things with a gain of their own in a row: heads, or 1. */
  readonly units: number;
  /** Numbers in one such thing. */
  readonly width: number;
}

/**
 * A patch at one site of one layer, as the graph takes edits: gain = gate, add = (1 − gate) · other.
 *
 * @returns undefined where every node keeps its own output
 */
export function patchLayer(patch: Patch, site: Site, layer: number, extent: Extent): Edit | undefined {
  const values = site === 'head' ? patch.values.heads[layer] : patch.values.mlps[layer];
  if (site === 'residual' || values === undefined) return undefined;
  const gain = gatesOf(patch, site, layer, extent);
  if (gain.every((gate) => gate === 1)) return undefined;
  const { tokens, units, width } = extent;
  const add = new Float32Array(gain.length * width);
  for (let place = 0; place < gain.length; place++) {
    const weight = 1 - (gain[place] ?? 1);
    if (weight === 0) continue;
    const from = (place % (tokens * units)) * width;
    for (let i = 0; i < width; i++) add[place * width + i] = weight * (values.data[from + i] ?? 0);
  }
  return { gain, add };
}

/** Gates of the site, `[batch · tokens, units]`, out of all gates `[batch, layer, token, heads + 1]`. */
function gatesOf({ gates }: Patch, site: Site, layer: number, extent: Extent): Float32Array {
  const { batch, tokens, units } = extent;
  const [, layers = 0, , columns = 1] = gates.shape;
  const first = site === 'head' ? 0 : columns - 1;
  const own = new Float32Array(batch * tokens * units);
  for (let row = 0; row < batch; row++)
    for (let position = 0; position < tokens; position++) {
      const start = ((row * layers + layer) * tokens + position) * columns + first;
      own.set(gates.data.subarray(start, start + units), (row * tokens + position) * units);
    }
  return own;
}
