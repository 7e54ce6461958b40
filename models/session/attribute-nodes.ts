import { blockHook } from '../../src/kernel/hooks.ts';
import type { TokenId } from '../../src/kernel/ids.ts';
import { at, dot, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import type { ModelDescription } from '../description.ts';
import type { AttributeRequest } from '../loaded.ts';
import type { AttributionRun } from './attribute-run.ts';
import type { ModelContext } from './context.ts';
import { readRows } from './weight-reader.ts';

/** What nodes put out beyond the baseline: by layer z `[T, H, dh]` and MLP outputs `[T, D]`; embeddings `[T, D]`. */
export interface Differences {
  readonly heads: readonly Tensor[];
  readonly mlps: readonly Tensor[];
  readonly embeddings: Tensor;
}

export async function differences(
  context: ModelContext,
  { tokens, baseline }: AttributeRequest,
  run: AttributionRun,
): Promise<Differences> {
  const layers = Array.from({ length: context.model.layers }, (_, layer) => layer);
  return {
    heads: layers.map((i) => minus(run.own(blockHook(i, 'attn.hook_z')), baseline?.values.heads[i]?.data)),
    mlps: layers.map((i) => minus(run.own(blockHook(i, 'hook_mlp_out')), baseline?.values.mlps[i]?.data)),
    embeddings: await embeddingDifferences(context, tokens, baseline?.rows ?? []),
  };
}

/** Own embeddings less the mean of the versions' at the same position, `[T, D]`. */
async function embeddingDifferences(
  { family, model: { width }, weights }: ModelContext,
  tokens: AttributeRequest['tokens'],
  rows: NonNullable<AttributeRequest['baseline']>['rows'],
): Promise<Tensor> {
  const ids = [...new Set([...tokens, ...rows.flat()])];
  const table = await readRows(weights, family.weights.embedding, ids);
  const place = new Map(ids.map((id, i) => [id, table[i]]));
  const data = new Float32Array(tokens.length * width);
  const add = (id: TokenId, position: number, weight: number): void =>
    place.get(id)?.forEach((x, i) => {
      data[position * width + i] = (data[position * width + i] ?? 0) + weight * x;
    });
  tokens.forEach((id, position) => {
    add(id, position, 1);
  });
  for (const row of rows)
    row.forEach((id, position) => {
      add(id, position, -1 / rows.length);
    });
  return tensor([tokens.length, width], data);
}

/** The mean of a gradient over the points, without its batch axis. */
function meanGradient({ shape, data }: Tensor, points: number): Tensor {
  const size = data.length / (shape[0] ?? 1);
  const mean = data.slice(0, size);
  for (let i = size; i < points * size; i++) mean[i % size] = (mean[i % size] ?? 0) + (data[i] ?? 0);
  return tensor(
    shape.slice(1),
    mean.map((sum) => sum / points),
  );
}

/** Scores of heads and MLPs, `[L, T, H + 1]`: difference · mean gradient. Heads are scored on z, which they write linearly. */
export function nodeScores(
  { layers, heads }: ModelDescription,
  { heads: read, mlps, embeddings }: Differences,
  run: Pick<AttributionRun, 'points' | 'gradient'>,
): Tensor {
  const tokens = embeddings.shape[0] ?? 0;
  const scores = new Float32Array(layers * tokens * (heads + 1));
  for (let layer = 0; layer < layers; layer++) {
    const towardsHeads = meanGradient(run.gradient(blockHook(layer, 'attn.hook_z')), run.points);
    const towardsMlp = meanGradient(run.gradient(blockHook(layer, 'hook_mlp_out')), run.points);
    for (let t = 0; t < tokens; t++) {
      const place = (layer * tokens + t) * (heads + 1);
      for (let h = 0; h < heads; h++) scores[place + h] = along(read[layer], towardsHeads, t, h);
      scores[place + heads] = along(mlps[layer], towardsMlp, t);
    }
  }
  return tensor([layers, tokens, heads + 1], scores);
}

/** `[T]` */
export const embeddingScores = ({ embeddings }: Differences, run: AttributionRun): Tensor => {
  const towards = meanGradient(run.gradient('hook_embed'), run.points);
  const tokens = embeddings.shape[0] ?? 0;
  return tensor(
    [tokens],
    Float32Array.from({ length: tokens }, (_, t) => along(embeddings, towards, t)),
  );
};

const along = (difference: Tensor | undefined, gradient: Tensor, ...place: readonly number[]): number =>
  difference === undefined ? 0 : dot(at(difference, ...place).data, at(gradient, ...place).data);

function minus(own: Tensor, other: Float32Array | undefined): Tensor {
  if (other === undefined) return own;
  return tensor(
    own.shape,
    own.data.map((x, i) => x - (other[i] ?? 0)),
  );
}
