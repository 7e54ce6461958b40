import { sizeOf } from '../../src/kernel/tensor.ts';
import { ModelError } from '../errors.ts';
import { type Cursor, lying } from './gguf-cursor.ts';
import { BLOCKS, type GgufType, isGgufType, typeName } from './gguf-types.ts';
import { quote } from './safetensors-header.ts';

/** One tensor of a GGUF file. */
export interface GgufTensor {
  readonly name: string;
  readonly type: GgufType;
  /** Row-major, slowest axis first: `[out, in]`. (The file itself lists the fastest axis first.) */
  readonly shape: readonly number[];
  /** First byte in the file. */
  readonly offset: number;
  readonly length: number;
}

const NAME_CAP = 128;
const MAX_AXES = 4;

/**
 * The next line of the tensor table; `offset` still counts from the start of the data section.
 *
 * @throws {ModelError} `type-unsupported`, `shape-mismatch`, `header-invalid`, and all of Cursor
 */
export function readTensor(cursor: Cursor, path: string): GgufTensor {
  const name = cursor.text(NAME_CAP);
  const axes = cursor.u32();
  if (axes > MAX_AXES) throw lying(path, `${axes} axes for tensor ${quote(name)}`);
  const shape = Array.from({ length: axes }, () => cursor.count()).reverse();
  const type = typeName(cursor.u32());
  const offset = cursor.count();
  if (!isGgufType(type)) throw unsupported(name, type, path);
  return { name, type, shape, offset, length: bytesOf(name, type, shape, path) };
}

function bytesOf(name: string, type: GgufType, shape: readonly number[], path: string): number {
  const block = BLOCKS[type];
  const row = shape.at(-1) ?? 1;
  const bytes = (sizeOf(shape) / block.weights) * block.bytes;
  if (row % block.weights === 0 && Number.isSafeInteger(bytes)) return bytes;
  throw new ModelError({
    code: 'shape-mismatch',
    what: `Tensor ${quote(name)} of shape [${shape.join(', ')}] cannot be ${type}: rows are blocks of ${block.weights}.`,
    where: path,
    fix: 'The file is damaged: fetch it again.',
  });
}

/**
 * The tensors as places in the file: aligned, one after another, none outside.
 *
 * @param dataStart  first byte of the data section
 * @throws {ModelError} `truncated`, `tensor-overlap`, `tensor-hole`, `header-invalid`
 */
export function placeTensors(
  tensors: readonly GgufTensor[],
  file: {
    readonly path: string;
    readonly size: number;
    readonly dataStart: number;
    readonly alignment: number;
  },
): readonly GgufTensor[] {
  const { path, size, dataStart, alignment } = file;
  const refuse = (code: 'truncated' | 'tensor-overlap' | 'tensor-hole', what: string) =>
    new ModelError({ code, what, where: path, fix: 'The file is damaged or cut short: fetch it again.' });
  let filled = dataStart;
  return tensors
    .map((tensor) => ({ ...tensor, offset: dataStart + tensor.offset }))
    .sort((a, b) => a.offset - b.offset || a.length - b.length)
    .map((tensor) => {
      const { name, offset, length } = tensor;
      if (offset + length > size)
        throw refuse('truncated', `Tensor ${quote(name)} ends at byte ${offset + length} of ${size}.`);
      if (offset < filled)
        throw refuse('tensor-overlap', `Tensor ${quote(name)} begins inside the one before it.`);
      if (offset > filled) throw refuse('tensor-hole', `A hole lies before tensor ${quote(name)}.`);
      filled = aligned(offset + length, alignment);
      return tensor;
    });
}

export const aligned = (offset: number, alignment: number): number =>
  Math.ceil(offset / alignment) * alignment;

const unsupported = (name: string, type: string, path: string): ModelError =>
  new ModelError({
    code: 'type-unsupported',
    what: `Tensor ${quote(name)} is quantised as ${type}.`,
    where: path,
    fix: `dotp expands ${Object.keys(BLOCKS).join(', ')}: take a file in one of these (Q8_0 keeps the most).`,
  });
