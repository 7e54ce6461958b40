import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ModelError } from '../errors.ts';

/** Bytes that can be read anywhere, by whoever parses a format: a file, or a buffer in a test. */
export interface ByteSource {
  /** Absolute path, for errors and weight places. */
  readonly path: string;
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset` on.
   * @throws {ModelError} `truncated` when the source ends before, `file-unreadable` when the disk fails
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/**
 * Runs `use` on an open file and closes it, whatever happens.
 *
 * @throws {ModelError} `file-missing`, `file-unreadable` (no permission, a folder, a pipe)
 */
export async function withFile<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const absolute = resolve(path);
  const { size } = await statFile(absolute);
  const file = await open(absolute, 'r').catch((cause: unknown) => {
    throw unreadable(absolute, cause);
  });
  try {
    return await use({
      path: absolute,
      size,
      read: (offset, length) => readExactly(file, absolute, offset, length),
    });
  } finally {
    await file.close();
  }
}

/**
 * Size of a plain file (opening a pipe would wait for ever), and a stamp that changes when the file does.
 *
 * @throws {ModelError} `file-missing`, `file-unreadable`
 */
export async function statFile(path: string): Promise<{ readonly size: number; readonly stamp: string }> {
  const facts = await stat(path, { bigint: true }).catch((cause: unknown) => {
    if (codeOf(cause) !== 'ENOENT' && codeOf(cause) !== 'ENOTDIR') throw unreadable(path, cause);
    throw new ModelError({
      code: 'file-missing',
      what: 'There is no such file.',
      where: path,
      fix: 'Check the path, or fetch the model again.',
      cause,
    });
  });
  if (!facts.isFile()) throw unreadable(path, 'not a plain file');
  const { dev, ino, size, mtimeNs, ctimeNs } = facts;
  return { size: Number(size), stamp: [dev, ino, size, mtimeNs, ctimeNs].join('-') };
}

type OpenFile = Awaited<ReturnType<typeof open>>;

async function readExactly(
  file: OpenFile,
  path: string,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  // Not from Node's pool: typed views over the bytes need an aligned start.
  const bytes = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file
      .read(bytes, filled, length - filled, offset + filled)
      .catch((cause: unknown) => {
        throw unreadable(path, cause);
      });
    if (bytesRead === 0) throw truncated(path, offset + length, offset + filled);
    filled += bytesRead;
  }
  return bytes;
}

export function truncated(path: string, wanted: number, size: number): ModelError {
  return new ModelError({
    code: 'truncated',
    what: `The file ends at byte ${size}, its own header asks for ${wanted}.`,
    where: path,
    fix: 'The download was cut short or the file is damaged: fetch it again.',
  });
}

function unreadable(path: string, cause: unknown): ModelError {
  const reason = cause instanceof Error ? (codeOf(cause) ?? cause.message) : String(cause);
  return new ModelError({
    code: 'file-unreadable',
    what: `The file cannot be read (${reason}).`,
    where: path,
    fix: 'Check its permissions and that it is a plain file.',
    cause,
  });
}

/** `ENOENT` and the like, where the error carries one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
