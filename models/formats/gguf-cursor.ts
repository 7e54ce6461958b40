import { ModelError } from '../errors.ts';
import { truncated } from './byte-source.ts';

/**
 * Little-endian values read one after another from the start of a file.
 *
 * Every length is checked against the bytes that are left before anything is allocated for it.
 */
export interface Cursor {
  /** Bytes taken so far. */
  readonly offset: () => number;
  /**
   * A view of the next `length` bytes, no copy.
   * @throws {ModelError} `truncated` past the end of the file, `header-too-large` past what was read of it
   */
  readonly take: (length: number) => DataView;
  readonly u32: () => number;
  /** A u64 that counts something; larger than 2^53 no file can hold. */
  readonly count: () => number;
  /** Text of at most so many bytes; bytes that are not UTF-8 become U+FFFD. */
  readonly text: (limit: number) => string;
}

/**
 * @param head  the first bytes of the file, all of it or as much as a header may take
 * @param size  bytes of the whole file
 */
export function cursorOver(head: Uint8Array, size: number, path: string): Cursor {
  const buffer = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  let at = 0;
  const take = (length: number): DataView => {
    const end = at + length;
    if (end > size) throw truncated(path, end, size);
    if (end > head.byteLength) throw tooLarge(path, head.byteLength);
    const view = new DataView(head.buffer, head.byteOffset + at, length);
    at = end;
    return view;
  };
  const count = (): number => {
    const value = take(8).getBigUint64(0, true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw truncated(path, Number(value), size);
    return Number(value);
  };
  const text = (limit: number): string => {
    const length = count();
    if (length > limit) throw lying(path, `a text of ${length} bytes where at most ${limit} make sense`);
    take(length);
    return buffer.toString('utf8', at - length, at);
  };
  return { offset: () => at, take, u32: () => take(4).getUint32(0, true), count, text };
}

const tooLarge = (path: string, cap: number): ModelError =>
  new ModelError({
    code: 'header-too-large',
    what: `The metadata and tensor table take more than the ${cap} bytes that dotp reads of them.`,
    where: path,
    fix: 'The file is damaged: fetch it again.',
  });

export const lying = (path: string, what: string): ModelError =>
  new ModelError({
    code: 'header-invalid',
    what: `The GGUF header holds ${what}.`,
    where: path,
    fix: 'The file is damaged: fetch it again.',
  });
