import { sizeOf } from '../../src/kernel/tensor.ts';
import { ModelError } from '../errors.ts';
import type { ByteSource } from './byte-source.ts';
import { dequantise } from './dequantise.ts';
import type { GgufTensor } from './gguf-tensors.ts';
import { BLOCKS } from './gguf-types.ts';
import { toHalfSplit } from './half-split.ts';
import { firstNotFinite } from './not-finite.ts';
import { notFinite } from './verify.ts';

/** Weights expanded at once, about: 4 MB of float32. */
const PIECE_WEIGHTS = 2 ** 20;

/**
 * One tensor of a GGUF file as float32 in Hugging Face's order, piece by piece.
 *
 * A piece is some whole rows; of interleaved weights whole heads, because rows move within their head.
 *
 * @param name       its Hugging Face name
 * @param headWidth  of a tensor whose rows lie interleaved within each head, else undefined
 * @throws {ModelError} `tensor-missing`, `weights-not-finite`, `truncated`, `file-unreadable`
 */
export async function* expandedPieces(
  source: ByteSource,
  name: string,
  tensor: GgufTensor | undefined,
  headWidth: number | undefined,
): AsyncGenerator<Float32Array> {
  if (tensor === undefined) throw missing(name, source.path);
  const { type, shape, offset } = tensor;
  const block = BLOCKS[type];
  const weights = sizeOf(shape);
  const rowLength = shape.length > 1 ? (shape.at(-1) ?? 1) : 1;
  const unit = shape.length > 1 ? rowLength * (headWidth ?? 1) : weights;
  const piece = unit * Math.max(1, Math.floor(PIECE_WEIGHTS / unit));
  for (let done = 0; done < weights; done += piece) {
    const count = Math.min(piece, weights - done);
    const bytesAt = (n: number) => (n / block.weights) * block.bytes;
    const rows = dequantise(type, await source.read(offset + bytesAt(done), bytesAt(count)));
    if (firstNotFinite('F32', new Uint8Array(rows.buffer)) >= 0) throw notFinite(name, source.path);
    yield headWidth === undefined ? rows : toHalfSplit(rows, headWidth, rowLength);
  }
}

const missing = (name: string, where: string): ModelError =>
  new ModelError({
    code: 'tensor-missing',
    what: `The file lacks the weights of ${name}.`,
    where,
    fix: 'The file is incomplete: fetch it again.',
  });
