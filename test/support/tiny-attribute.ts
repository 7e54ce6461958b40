import type { AttributeRequest } from '../../models/loaded.ts';
import type { Attributed } from '../../src/kernel/attributed.ts';
import { at, dot, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { tinyForward } from './tiny-forward.ts';
import { tinyGradients } from './tiny-gradients.ts';
import { embed, WIDTH } from './tiny-weights.ts';

/** Node scores of the tiny model at the prompt itself: its one head writes z as it is, and there is no MLP. */
export function tinyAttribute({ tokens, metric, rules, baseline, edges }: AttributeRequest): Attributed {
  const z = tinyForward({ tokens: [tokens], hooks: ['blocks.0.attn.hook_z'] }).hooks.get(
    'blocks.0.attn.hook_z',
  );
  const asked = ['hook_embed', 'blocks.0.hook_resid_post'];
  const run = tinyGradients({ tokens: [tokens], metric: [metric], rules, hooks: [], gradients: asked });
  const [towardsEmbedding, towardsHead] = asked.map((hook) => run.gradients.get(hook));
  const less = (own: Float32Array | undefined, other: Float32Array | undefined): Float32Array =>
    Float32Array.from({ length: WIDTH }, (_, i) => (own?.[i] ?? 0) - (other?.[i] ?? 0));
  const along = (difference: Float32Array, gradient: Tensor | undefined, t: number): number =>
    gradient === undefined ? Number.NaN : dot(difference, at(gradient, 0, t).data);
  const heads = tokens.map((_, t) => {
    const other = baseline?.values.heads[0];
    return along(less(z && at(z, 0, t, 0).data, other && at(other, 0, t, 0).data), towardsHead, t);
  });
  const embeddings = tokens.map((token, t) => {
    const other = baseline?.rows[0]?.[t];
    return along(less(embed(token), other && embed(other)), towardsEmbedding, t);
  });
  return {
    metric: run.metric[0] ?? Number.NaN,
    nodes: tensor([1, tokens.length, 2], Float32Array.from(heads.flatMap((score) => [score, 0]))),
    embeddings: tensor([tokens.length], Float32Array.from(embeddings)),
    biases: 0,
    ...(edges === undefined ? {} : { edges: { list: [], receivers: [] } }),
  };
}
