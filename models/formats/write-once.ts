import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ModelError } from '../errors.ts';
import { codeOf } from './byte-source.ts';

/** A writer touches its file many times a second; one silent this long was killed. */
const ABANDONED_MS = 2 * 60 * 1000;

/**
 * A file that appears whole or not at all: written beside its place, flushed to the disk, renamed.
 *
 * @param size   bytes it will take, checked against the disk before any is written
 * @param write  gets a function that appends all of a piece
 * @throws {ModelError} `expand-failed` when the disk is full; the system's own errors; what `write` throws
 */
export async function writeOnce(
  path: string,
  size: number,
  write: (append: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  const part = `${path}.${randomUUID()}.part`;
  try {
    await mkdir(folder, { recursive: true });
    await removeAbandoned(folder, basename(path));
    await checkRoom(folder, size);
    await fill(part, write);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

async function fill(
  part: string,
  write: (append: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const file = await open(part, 'wx');
  try {
    await write((bytes) => append(file, bytes));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The system may take fewer bytes than it was given. */
async function append(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
}

async function removeAbandoned(folder: string, name: string): Promise<void> {
  const parts = (await readdir(folder)).filter(
    (file) => file.startsWith(`${name}.`) && file.endsWith('.part'),
  );
  for (const file of parts) {
    const facts = await stat(join(folder, file)).catch(() => undefined);
    if (facts !== undefined && Date.now() - facts.mtimeMs > ABANDONED_MS)
      await rm(join(folder, file), { force: true });
  }
}

async function checkRoom(folder: string, size: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free > size) return;
  throw new ModelError({
    code: 'expand-failed',
    what: `The expanded weights take ${megabytes(size)}, the disk has ${megabytes(free)} left.`,
    where: folder,
    fix: 'Free some space, or set DOTP_HOME to a folder on a larger disk.',
  });
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

/** What the operating system refused becomes `expand-failed`; anything else stays what it is. */
export const namedFailure = (path: string, cause: unknown): unknown =>
  cause instanceof Error && 'errno' in cause
    ? new ModelError({
        code: 'expand-failed',
        what: `The expanded weights cannot be written (${codeOf(cause)}).`,
        where: path,
        fix: 'Free some space, or set DOTP_HOME to a folder that this user may write.',
        cause,
      })
    : cause;
