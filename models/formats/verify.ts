import { createHash, type Hash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallOptions } from '../../src/kernel/progress.ts';
import { ModelError } from '../errors.ts';
import type { WeightPlace } from '../weights.ts';
import { type ByteSource, statFile, withFile } from './byte-source.ts';
import { firstNotFinite } from './not-finite.ts';

/** Read at once; a multiple of every weight's size. */
const PIECE = 4 * 2 ** 20;

/** A run of bytes of a file: a tensor whose weights are checked, or anything else, which is only hashed. */
export interface Run {
  readonly length: number;
  readonly weights?: { readonly name: string; readonly dtype: WeightPlace['dtype'] };
}

export interface VerifyOptions extends CallOptions {
  /** Folder that remembers what was verified, so that a file is read to its end only once. */
  readonly cacheFolder: string;
}

/**
 * sha256 (hex) of a file whose weights were all seen to be finite. The file is read once; later calls
 * find the result by path, size, inode and times.
 *
 * @param runs  what the file is made of, from its first byte to its last
 * @throws {ModelError} `weights-not-finite`, `file-missing`, `file-unreadable`, `truncated`; the signal's reason
 */
export async function verified(path: string, runs: readonly Run[], options: VerifyOptions): Promise<string> {
  const { stamp } = await statFile(path);
  const name = createHash('sha256').update(`${path}\n${stamp}`).digest('hex').slice(0, 32);
  const memory = join(options.cacheFolder, 'verified', name);
  const known = await readFile(memory, 'utf8').catch(() => '');
  if (/^[0-9a-f]{64}$/.test(known)) return known;
  const sum = await withFile(path, (source) => readThrough(source, runs, options));
  await remember(memory, sum);
  return sum;
}

async function readThrough(
  source: ByteSource,
  runs: readonly Run[],
  options: VerifyOptions,
): Promise<string> {
  const hash = createHash('sha256');
  let start = 0;
  for (const run of runs) {
    await readRun(source, run, start, hash, options);
    start += run.length;
  }
  return hash.digest('hex');
}

async function readRun(
  { path, size, read }: ByteSource,
  { length, weights }: Run,
  start: number,
  hash: Hash,
  { signal, onProgress }: VerifyOptions,
): Promise<void> {
  for (let done = 0; done < length; done += PIECE) {
    signal?.throwIfAborted();
    const bytes = await read(start + done, Math.min(PIECE, length - done));
    hash.update(bytes);
    if (weights !== undefined && firstNotFinite(weights.dtype, bytes) >= 0)
      throw notFinite(weights.name, path);
    onProgress?.({ step: 'Checking weights', done: start + done + bytes.length, total: size, unit: 'bytes' });
  }
}

/** Forgetting costs a second reading, so a folder that cannot be written is no reason to fail. */
async function remember(memory: string, sum: string): Promise<void> {
  const part = `${memory}.${randomUUID()}`;
  try {
    await mkdir(join(memory, '..'), { recursive: true });
    await writeFile(part, sum);
    await rename(part, memory);
  } catch {
    // read again next time
  }
}

export const notFinite = (name: string, where: string): ModelError =>
  new ModelError({
    code: 'weights-not-finite',
    what: `${name} holds weights that are infinite or not numbers.`,
    where,
    fix: 'The file is damaged or its training diverged: fetch it again or take another one.',
  });
