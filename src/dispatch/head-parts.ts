import type { HeadAddress } from '../analysis/attention.ts';
import type { KeyPart, QueryPart } from '../analysis/qk.ts';
import { blockHook, type HookName } from '../kernel/hooks.ts';
import { at, type Tensor, tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import { type Stack, stackOf, type Unit } from './head-stack.ts';

/** Of states held at once. */
const CHUNK_BYTES = 32 * 1024 ** 2;

export interface HeadParts {
  readonly queries: readonly QueryPart[];
  readonly keys: readonly KeyPart[];
}

/**
 * What the head's query at `position` and its keys up to there are made of: the embedding, every
 * earlier head and MLP, output biases of earlier layers (`B`), and the head's own bias.
 *
 * @param scales      ln1.hook_scale of the head's layer, `[token]`
 * @param chunkBytes  states handed to the model at once: a layer's at least
 */
export async function headParts(
  ask: Ask,
  address: HeadAddress,
  position: number,
  scales: Float32Array,
  chunkBytes = CHUNK_BYTES,
): Promise<HeadParts> {
  const queries: QueryPart[] = [];
  const keys: KeyPart[] = [];
  for (const layers of chunksOf(ask, address.layer, position, chunkBytes)) {
    const stack = await earlierStates(ask, layers, position);
    const seen = await entering(ask, address, 'key', stack, scales);
    const looking = await entering(ask, address, 'query', lastOf(stack), scales);
    keys.push(...seen.map(({ name, vectors }) => ({ name, vectors })));
    queries.push(...looking.map(({ name, vectors }) => ({ name, vector: vectors.data })));
  }
  return { queries: once(queries), keys: once(keys) };
}

/** Biases come with every chunk; they are counted once. */
const once = <Part extends { readonly name: string }>(parts: readonly Part[]): Part[] => [
  ...new Map(parts.map((part) => [part.name, part])).values(),
];

/** Stands for the embedding among the layers. */
const EMBEDDING = -1;

/** The embedding and the layers before one, as many together as fit into a chunk. */
function chunksOf({ model }: Ask, before: number, position: number, chunkBytes: number): number[][] {
  const layerBytes = 4 * (model.heads + 1) * (position + 1) * model.width;
  const size = Math.max(1, Math.floor(chunkBytes / layerBytes));
  const layers = [EMBEDDING, ...Array.from({ length: before }, (_, layer) => layer)];
  return Array.from({ length: Math.ceil(layers.length / size) }, (_, i) =>
    layers.slice(i * size, (i + 1) * size),
  );
}

/** What a chunk wrote at every token up to the looking one. */
async function earlierStates(
  { runner, model, prompt, options }: Ask,
  layers: readonly number[],
  position: number,
) {
  const rows = [prompt.tokens.map(({ id }) => id)];
  const run = await runner.traceBatch({ rows, hooks: layers.flatMap(hooksOf) }, options);
  const units = layers.flatMap((layer): Unit[] => {
    const [first = '', mlp = ''] = hooksOf(layer);
    const of = (hook: HookName): Tensor => at(run.get(hook) ?? tensor([1, 0], new Float32Array(0)), 0);
    if (layer === EMBEDDING) return [{ name: 'E', state: (token) => at(of(first), token).data }];
    const heads = Array.from({ length: model.heads }, (_, head) => ({
      name: `L${layer}H${head}`,
      state: (token: number) => at(of(first), token, head).data,
    }));
    return [...heads, { name: `M${layer}`, state: (token) => at(of(mlp), token).data }];
  });
  return stackOf(units, 0, position, model.width);
}

const hooksOf = (layer: number): HookName[] =>
  layer === EMBEDDING
    ? ['hook_embed']
    : [blockHook(layer, 'attn.hook_result'), blockHook(layer, 'hook_mlp_out')];

/** The same units at the looking token alone. */
const lastOf = ({ units, last, width }: Stack): Stack => stackOf(units, last, last, width);

/** Every unit through the head's W_Q or W_K, and the biases beside them where there are any. */
async function entering(
  { runner, model, options }: Ask,
  { layer, head }: HeadAddress,
  side: 'query' | 'key',
  { units, first, last, states }: Stack,
  scales: Float32Array,
): Promise<{ readonly name: string; readonly vectors: Tensor }[]> {
  const tokens = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const positions = units.flatMap(() => tokens);
  const { inputs, bias, earlierBias } = await runner.headInputs(
    { layer, head, side, states, positions, scales: positions.map((token) => scales[token] ?? Number.NaN) },
    options,
  );
  const size = tokens.length * model.headWidth;
  const shape = [tokens.length, model.headWidth];
  const found = units.map(({ name }, i) => ({
    name,
    vectors: tensor(shape, inputs.data.slice(i * size, (i + 1) * size)),
  }));
  const beside = [
    { name: 'B', vectors: tensor(shape, earlierBias.data.slice(0, size)) },
    { name: 'bias', vectors: tensor(shape, bias.data.slice(0, size)) },
  ];
  return [...found, ...beside.filter(({ vectors }) => vectors.data.some((x) => x !== 0))];
}
