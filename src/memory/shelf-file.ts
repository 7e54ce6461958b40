import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptFile } from '../kernel/shelf.ts';

/** What is known of a kept file: a record of its own, so that the file itself may have any form. */
export interface FileRecord {
  readonly bytes: number;
  readonly sha256: string;
  readonly about: unknown;
}

/** What a file was recorded as, where the record is one. */
export function recordOf(value: unknown): FileRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('bytes' in value) || !('sha256' in value) || !('about' in value)) return undefined;
  const { bytes, sha256, about } = value;
  return typeof bytes === 'number' && typeof sha256 === 'string' ? { bytes, sha256, about } : undefined;
}

/**
 * The recorded file in a folder, if it is whole: undefined when it is not there, cut off or changed.
 *
 * @param known  sums of files looked at before, by path, size and time of change; added to
 */
export async function wholeFile(
  folder: string,
  { bytes, sha256, about }: FileRecord,
  known: Map<string, string>,
): Promise<KeptFile | undefined> {
  const path = pathOf(folder, { sha256 });
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true || found.size !== bytes) return undefined;
  const key = `${path} ${found.size} ${found.mtimeMs}`;
  const sum = known.get(key) ?? (await digest(path).catch(() => ''));
  known.set(key, sum);
  return sum === sha256 ? { path, about } : undefined;
}

/**
 * Has a file written in a folder that is there, under a name made from its bytes: a reader of an earlier one is not
 * disturbed, and one cut off has no name.
 */
export async function writeNamed(
  folder: string,
  write: (path: string) => Promise<void>,
  about: unknown,
): Promise<FileRecord> {
  await sweep(folder);
  const fresh = join(folder, `.${randomBytes(6).toString('hex')}.part`);
  try {
    await write(fresh);
    const { size } = await stat(fresh);
    const sha256 = await digest(fresh);
    await rename(fresh, pathOf(folder, { sha256 }));
    return { bytes: size, sha256, about };
  } finally {
    await rm(fresh, { force: true });
  }
}

/** Milliseconds after which nobody writes on at a file. */
const ABANDONED = 6 * 3_600_000;

/** What processes that were killed while they wrote have left. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^\.[0-9a-f]+\.part$/.test(name)) continue;
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > ABANDONED)
      await rm(join(folder, name), { force: true });
  }
}

/** Where a file of that record lies in a folder. */
export const pathOf = (folder: string, { sha256 }: Pick<FileRecord, 'sha256'>): string =>
  join(folder, `${sha256.slice(0, 16)}.bin`);

/** Whoever has it mapped keeps what is mapped. */
export const removeNamed = (folder: string, record: FileRecord): Promise<void> =>
  rm(pathOf(folder, record), { force: true });

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path, { highWaterMark: 2 ** 18 })) hash.update(part);
  return hash.digest('hex');
}
