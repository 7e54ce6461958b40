import { ModelError } from '../errors.ts';
import type { WeightPlace, WeightTable } from '../weights.ts';
import { type ByteSource, truncated, withFile } from './byte-source.ts';
import { DuplicateKey, isRecord, parseJson } from './json-text.ts';
import { checkTiling, type Entry, entryOf, quote } from './safetensors-header.ts';

/** A 400-layer model's header takes about half a megabyte; the cap bounds what a lying length can cost. */
const HEADER_CAP = 8 * 2 ** 20;
/** u64 length of the JSON that follows. */
const LENGTH_BYTES = 8;

export interface SafetensorsFile extends WeightTable {
  /** The header's `__metadata__`. */
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Where every tensor of one safetensors file lies. Only the header is read.
 *
 * @throws {ModelError} `file-missing`, `file-unreadable`, `truncated`, `header-too-large`, `header-invalid`,
 *   `name-duplicate`, `type-unsupported`, `shape-mismatch`, `tensor-overlap`, `tensor-hole`
 * @see https://github.com/huggingface/safetensors, the format
 */
export const readSafetensors = (path: string): Promise<SafetensorsFile> =>
  withFile(path, readSafetensorsFrom);

/** The same, from bytes that are already open. */
export async function readSafetensorsFrom(source: ByteSource): Promise<SafetensorsFile> {
  const { path, size } = source;
  const start = LENGTH_BYTES + (await headerLength(source));
  const header = parseHeader(await source.read(LENGTH_BYTES, start - LENGTH_BYTES), path);
  const { __metadata__: metadata = {}, ...tensors } = header;
  const entries = Object.entries(tensors).map(([name, value]) => entryOf(name, value, path));
  checkTiling(entries, size - start, path);
  return {
    tensors: new Map(entries.map((entry) => [entry.name, placeOf(entry, path, start)])),
    metadata: new Map(Object.entries(stringsOf(metadata, path))),
  };
}

async function headerLength({ path, size, read }: ByteSource): Promise<number> {
  if (size < LENGTH_BYTES) throw truncated(path, LENGTH_BYTES, size);
  const first = await read(0, LENGTH_BYTES);
  const length = new DataView(first.buffer, first.byteOffset).getBigUint64(0, true);
  if (length > BigInt(HEADER_CAP)) {
    throw new ModelError({
      code: 'header-too-large',
      what: `The header says it takes ${length} bytes; dotp reads at most ${HEADER_CAP}.`,
      where: path,
      fix: 'This is not a safetensors file, or it is damaged: fetch it again.',
    });
  }
  const end = LENGTH_BYTES + Number(length);
  if (end > size) throw truncated(path, end, size);
  return Number(length);
}

function parseHeader(bytes: Uint8Array, path: string): Readonly<Record<string, unknown>> {
  try {
    const header = parseJson(bytes);
    if (!isRecord(header) || bytes[0] !== '{'.charCodeAt(0)) throw new SyntaxError('it is not a JSON object');
    return header;
  } catch (cause) {
    if (cause instanceof DuplicateKey) {
      throw invalid('name-duplicate', `The header names ${quote(cause.key)} twice.`, path);
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalid('header-invalid', `The header cannot be read: ${reason}.`, path, cause);
  }
}

function stringsOf(metadata: unknown, path: string): Readonly<Record<string, string>> {
  const isStrings = (value: unknown): value is Record<string, string> =>
    isRecord(value) && Object.values(value).every((entry) => typeof entry === 'string');
  if (isStrings(metadata)) return metadata;
  throw invalid('header-invalid', 'The header’s __metadata__ is not a table of texts.', path);
}

function placeOf({ dtype, shape, begin, end }: Entry, file: string, start: number): WeightPlace {
  return { dtype, shape, file, offset: start + begin, length: end - begin };
}

const invalid = (code: 'header-invalid' | 'name-duplicate', what: string, where: string, cause?: unknown) =>
  new ModelError({ code, what, where, fix: 'The file is damaged: fetch it again.', cause });
