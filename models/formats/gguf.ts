import { ModelError } from '../errors.ts';
import { type ByteSource, truncated, withFile } from './byte-source.ts';
import { type Cursor, cursorOver, lying } from './gguf-cursor.ts';
import { aligned, type GgufTensor, placeTensors, readTensor } from './gguf-tensors.ts';
import { type GgufValue, readValue } from './gguf-values.ts';
import { quote } from './safetensors-header.ts';

/** Metadata and tensor table together; a vocabulary of 262,144 words with its merges takes 18 MB. */
const HEADER_CAP = 32 * 2 ** 20;
const MAGIC = 'GGUF';
const KEY_CAP = 65_535;
const DEFAULT_ALIGNMENT = 32;

export interface GgufFile {
  readonly path: string;
  readonly version: 2 | 3;
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: ReadonlyMap<string, GgufTensor>;
}

/**
 * Metadata and tensor table of a GGUF file, version 2 or 3. The weights are not read.
 *
 * @throws {ModelError} `file-missing`, `file-unreadable`, `not-a-model`, `version-unsupported`,
 *   `byte-order-unsupported`, `truncated`, `header-too-large`, `header-invalid`, `name-duplicate`,
 *   `type-unsupported`, `shape-mismatch`, `tensor-overlap`, `tensor-hole`
 * @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export const readGguf = (path: string): Promise<GgufFile> => withFile(path, readGgufFrom);

/** The same, from bytes that are already open. */
export async function readGgufFrom({ path, size, read }: ByteSource): Promise<GgufFile> {
  const cursor = cursorOver(await read(0, Math.min(size, HEADER_CAP)), size, path);
  const version = readVersion(cursor, path);
  const counts = { tensors: cursor.count(), metadata: cursor.count() };
  const metadata = collect(counts.metadata, path, () => {
    const key = cursor.text(KEY_CAP);
    return [key, readValue(cursor, quote(key), path)];
  });
  const tensors = collect(counts.tensors, path, () => {
    const tensor = readTensor(cursor, path);
    return [tensor.name, tensor];
  });
  const alignment = alignmentOf(metadata, path);
  const dataStart = aligned(cursor.offset(), alignment);
  if (tensors.size > 0 && dataStart > size) throw truncated(path, dataStart, size);
  const placed = placeTensors([...tensors.values()], { path, size, dataStart, alignment });
  return { path, version, metadata, tensors: new Map(placed.map((tensor) => [tensor.name, tensor])) };
}

function readVersion(cursor: Cursor, path: string): 2 | 3 {
  const magic = cursor.take(4);
  if (String.fromCharCode(...new Uint8Array(magic.buffer, magic.byteOffset, 4)) !== MAGIC) {
    const what = 'The file does not begin with GGUF.';
    throw new ModelError({ code: 'not-a-model', what, where: path, fix: 'Give a .gguf file.' });
  }
  const version = cursor.u32();
  if (version === 2 || version === 3) return version;
  // A big-endian writer's version 3 reads as 3 · 2^24.
  const swapped = version % 2 ** 16 === 0 && version !== 0;
  throw new ModelError({
    code: swapped ? 'byte-order-unsupported' : 'version-unsupported',
    what: swapped ? 'The file was written big-endian.' : `The file is GGUF version ${version}.`,
    where: path,
    fix: 'dotp reads GGUF versions 2 and 3, little-endian: convert it with llama.cpp.',
  });
}

/** So many named things, one after another; the table grows as they are found, not as the file promises. */
function collect<T>(count: number, path: string, next: () => readonly [string, T]): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  while (found.size < count) {
    const [name, value] = next();
    if (found.has(name)) {
      const what = `The header names ${quote(name)} twice.`;
      const fix = 'The file is damaged: fetch it again.';
      throw new ModelError({ code: 'name-duplicate', what, where: path, fix });
    }
    found.set(name, value);
  }
  return found;
}

function alignmentOf(metadata: ReadonlyMap<string, GgufValue>, path: string): number {
  const alignment = metadata.get('general.alignment') ?? DEFAULT_ALIGNMENT;
  const isPower = typeof alignment === 'number' && alignment > 0 && Math.log2(alignment) % 1 === 0;
  if (!isPower || alignment > 2 ** 16) throw lying(path, `the alignment ${String(alignment)}`);
  return alignment;
}
