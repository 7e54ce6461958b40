import { blockHook, type LayerHook } from '../../src/kernel/hooks.ts';
import { dot, type Tensor } from '../../src/kernel/tensor.ts';
import type { ReadSide } from '../graph/edge-ports.ts';
import type { AttributionRun } from './attribute-run.ts';
import { rootMeanSquare } from './collect.ts';
import type { ModelContext } from './context.ts';
import type { ReadGradient } from './edge-gradient.ts';
import { readWeight } from './weight-reader.ts';

/** What heads of one layer read, at every point: scales of the norm before them, and what each side gave. */
export interface LayerReading {
  begin(side: ReadSide, head: number): ReadGradient;
  /**
   * Adds `weight · towards`, a gradient at what a side gave at one point and source position, back
   * through the norm: what arrives at the norm's output over its scale σ and, under exact rules, less
   * x · (what arrives · output) / (D σ²), whose product with the output needs no W: it is that of
   * `towards` with what the side gave, its bias taken off.
   */
  add(to: ReadGradient, at: PointAndSource, towards: Float32Array, weight: number): void;
}

interface PointAndSource {
  readonly point: number;
  readonly source: number;
}

const GIVEN: Readonly<Record<ReadSide, LayerHook>> = {
  query: 'attn.hook_q',
  key: 'attn.hook_k',
  value: 'attn.hook_v',
};

export async function layerReading(
  { family, model, weights }: ModelContext,
  layer: number,
  run: AttributionRun,
  exact: boolean,
): Promise<LayerReading> {
  const { heads, kvHeads, headWidth, width, normEpsilon } = model;
  const stream = run.value(blockHook(layer, 'hook_resid_pre'));
  const [rows = 1, tokens = 1] = stream.shape;
  const scales = rootMeanSquare(stream, rows * tokens, normEpsilon);
  const biasOf = async (side: ReadSide): Promise<Float32Array | undefined> => {
    const { bias } = family.weights.attentionIn(layer, side, model);
    return bias === undefined || !exact ? undefined : readWeight(weights, bias);
  };
  const biases = { query: await biasOf('query'), key: await biasOf('key'), value: await biasOf('value') };

  /** towards · (given − bias) */
  function along({ side, head }: ReadGradient, place: number, towards: Float32Array): number {
    const given: Tensor = run.value(blockHook(layer, GIVEN[side]));
    const count = side === 'query' ? heads : kvHeads;
    const start = (place * count + head) * headWidth;
    const bias = biases[side]?.subarray(head * headWidth, (head + 1) * headWidth);
    const whole = dot(towards, given.data.subarray(start, start + headWidth));
    return bias === undefined ? whole : whole - dot(towards, bias);
  }

  return {
    begin: (side, head) => ({
      kind: 'read',
      side,
      head,
      rows: new Float32Array(tokens * headWidth),
      pulls: new Float32Array(tokens * run.points),
    }),
    add(to, { point, source }, towards, weight) {
      const place = point * tokens + source;
      const scale = scales[place] ?? Number.NaN;
      const share = weight / run.points;
      for (let i = 0; i < headWidth; i++) {
        const at = source * headWidth + i;
        to.rows[at] = (to.rows[at] ?? 0) + (share / scale) * (towards[i] ?? 0);
      }
      if (!exact) return;
      const at = source * run.points + point;
      to.pulls[at] = (to.pulls[at] ?? 0) - (share * along(to, place, towards)) / (width * scale * scale);
    },
  };
}
