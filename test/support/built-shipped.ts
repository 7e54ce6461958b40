import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSafetensors } from '../../models/formats/safetensors.ts';
import { writeSafetensors } from '../../models/formats/safetensors-write.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { sizeOf, type Tensor, tensor } from '../../src/kernel/tensor.ts';

const WEIGHTS = fileURLToPath(new URL('../../models/teaching/weights/', import.meta.url));
const BESIDE = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json'];

/** Of the teaching model's layout. */
const WIDTH = 256;
const HEAD = 32;
const HEADS_PER_KEY = 2;
/** The pair of a head that rotation hardly turns. */
const STILL = 15;

/** A head that looks evenly at everything, or hard at some tokens, and writes a word for each token it reads. */
export interface BuiltHead {
  readonly layer: number;
  readonly head: number;
  /** Token read → word written, and how strongly. At most as many as a head is wide. */
  readonly writes: readonly { readonly read: number; readonly write: number; readonly strength: number }[];
  /** Keys that draw attention, when the asking token is `from`. */
  readonly look?: { readonly from: number; readonly at: readonly number[]; readonly sharpness: number };
}

/**
 * A model of the teaching model's layout and tokenizer whose every weight is zero but those named: token
 * embeddings are random directions (also the unembedding), and a few heads do what they are told.
 *
 * @returns a folder that goes with `remove`
 */
export async function builtShipped(heads: readonly BuiltHead[], seed = 1) {
  const folder = await mkdtemp(join(tmpdir(), 'dotp-built-'));
  await Promise.all(BESIDE.map((file) => copyFile(join(WEIGHTS, file), join(folder, file))));
  const { tensors } = await readSafetensors(join(WEIGHTS, 'model.safetensors'));
  const random = randomFrom(seed);
  const made = new Map<string, Tensor>();
  for (const [name, { shape }] of tensors) {
    const data = new Float32Array(sizeOf(shape));
    if (/norm/.test(name)) data.fill(1);
    if (/embed_tokens/.test(name))
      for (let i = 0; i < data.length; i++) data[i] = (random() - 0.5) / Math.sqrt(WIDTH / 12);
    made.set(name, tensor(shape, data));
  }
  const embedding = made.get('model.embed_tokens.weight')?.data ?? new Float32Array(0);
  const direction = (token: number) => embedding.subarray(token * WIDTH, (token + 1) * WIDTH);
  for (const built of heads) write(made, built, direction);
  await writeSafetensors(join(folder, 'model.safetensors'), made, { format: 'pt' });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Embeddings have length 1; what a norm hands on is √width times a direction. */
const NORMED = Math.sqrt(WIDTH);

function write(
  made: ReadonlyMap<string, Tensor>,
  { layer, head, writes, look }: BuiltHead,
  direction: (token: number) => Float32Array,
): void {
  const data = (part: string) =>
    made.get(`model.layers.${layer}.self_attn.${part}_proj.weight`)?.data ?? new Float32Array(0);
  const [q, k, v, o] = [data('q'), data('k'), data('v'), data('o')];
  const key = Math.floor(head / HEADS_PER_KEY);
  const columns = o.length / WIDTH;
  writes.forEach(({ read, write: word, strength }, dim) => {
    for (let i = 0; i < WIDTH; i++) {
      v[(key * HEAD + dim) * WIDTH + i] = (direction(read)[i] ?? 0) / NORMED;
      o[i * columns + head * HEAD + dim] = strength * (direction(word)[i] ?? 0);
    }
  });
  if (look === undefined) return;
  const scale = Math.sqrt(look.sharpness * Math.sqrt(HEAD)) / NORMED;
  for (let i = 0; i < WIDTH; i++) {
    q[(head * HEAD + STILL) * WIDTH + i] = scale * (direction(look.from)[i] ?? 0);
    k[(key * HEAD + STILL) * WIDTH + i] =
      scale * look.at.reduce((sum, token) => sum + (direction(token)[i] ?? 0), 0);
  }
}
