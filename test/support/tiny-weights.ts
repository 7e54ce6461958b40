import { randomFrom } from '../../src/kernel/random.ts';
import { at, dot, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { VOCAB } from './byte-codec.ts';

/** Weights of the tiny model: one seeded embedding table, also its unembedding. */
export const WIDTH = 8;
const SHARPNESS = 2; // of the unembedding

const random = randomFrom(20);
const EMBEDDING = tensor(
  [VOCAB, WIDTH],
  Float32Array.from({ length: VOCAB * WIDTH }, () => 2 * random() - 1),
);

export const embed = (token: number): Float32Array => at(EMBEDDING, token).data;

/** What a token's logit is the product of a state with. */
export const direction = (token: number): Float32Array => embed(token).map((x) => SHARPNESS * x);

export const unembed = (state: Float32Array): Float32Array =>
  Float32Array.from({ length: VOCAB }, (_, token) => dot(state, direction(token)));

export const vector = (fill: (axis: number) => number): Float32Array =>
  Float32Array.from({ length: WIDTH }, (_, axis) => fill(axis));

/** Rows end to end. */
export const flat = (rows: readonly Float32Array[], shape: readonly number[]): Tensor =>
  tensor(shape, Float32Array.from(rows.flatMap((row) => [...row])));
