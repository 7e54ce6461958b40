import type { Tensor } from '../../src/kernel/tensor.ts';
import { ModelError } from '../errors.ts';
import type { LoadedModel } from '../loaded.ts';
import type { ModelContext } from './context.ts';
import { readWeight } from './weight-reader.ts';

type Picks = Parameters<LoadedModel['headWrites']>[0];

/**
 * What single heads write to the residual stream, z · W_O[head], `[N, D]`. Sums are float64.
 *
 * A few dozen products of one head each: reading the layer's W_O is most of the work, so it is read
 * once for all picks of a layer and no session is opened.
 *
 * @throws {ModelError} `place-outside-run`
 */
export async function headWrites({ family, model, weights }: ModelContext, picks: Picks): Promise<Tensor> {
  const { heads, headWidth, width } = model;
  const data = new Float32Array(picks.length * width);
  for (const layer of new Set(picks.map((pick) => pick.layer))) {
    if (!(layer >= 0 && layer < model.layers)) throw noSuch(`layer ${layer}`, `${model.layers} layers`);
    const out = await readWeight(weights, family.weights.attentionOut(layer));
    picks.forEach(({ layer: mine, head, z }, row) => {
      if (mine !== layer) return;
      if (!(head >= 0 && head < heads) || z.length !== headWidth)
        throw noSuch(`head ${head} with ${z.length} numbers`, `${heads} heads of ${headWidth}`);
      for (let column = 0; column < width; column++)
        data[row * width + column] = dotAt(out, (column * heads + head) * headWidth, z);
    });
  }
  return { shape: [picks.length, width], data };
}

function dotAt(weights: Float32Array, start: number, z: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum += (weights[start + i] ?? 0) * (z[i] ?? 0);
  return sum;
}

const noSuch = (what: string, has: string): ModelError =>
  new ModelError({
    code: 'place-outside-run',
    what: `There is no ${what}; the model has ${has}.`,
    fix: 'Count layers and heads from 0.',
  });
