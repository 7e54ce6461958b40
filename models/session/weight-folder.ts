import { createHash } from 'node:crypto';
import { link, mkdir, realpath, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { WeightTable } from '../weights.ts';

/** Where a session looks for weight files, and what they are called there. */
export interface WeightFolder {
  /** Undefined for a graph without weights of its own. */
  readonly folder: string | undefined;
  nameOf(file: string): string;
}

export const NO_WEIGHTS: WeightFolder = { folder: undefined, nameOf: basename };

/**
 * One folder that holds every weight file.
 *
 * ONNX Runtime maps weights only from below the folder it is told, with symbolic links followed
 * first; a Hugging Face cache consists of such links. Mostly the real files share a folder, which is
 * then taken as it is. Where they do not, hard links (no copy) gather them in the cache folder.
 *
 * @throws {NodeJS.ErrnoException} when the links cannot be made: another file system, a read-only cache
 */
export async function weightFolder(weights: WeightTable, cacheFolder: string): Promise<WeightFolder> {
  const files = [...new Set(Array.from(weights.tensors.values(), ({ file }) => file))].sort();
  const real = new Map(await Promise.all(files.map(async (file) => [file, await realpath(file)] as const)));
  const folders = new Set(Array.from(real.values(), dirname));
  const [folder] = folders;
  if (folders.size === 1 && folder !== undefined)
    return { folder, nameOf: (file) => basename(real.get(file) ?? file) };
  return gather(real, cacheFolder);
}

async function gather(real: ReadonlyMap<string, string>, cacheFolder: string): Promise<WeightFolder> {
  const key = createHash('sha256')
    .update([...real.values()].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const folder = join(cacheFolder, 'links', key);
  await mkdir(folder, { recursive: true });
  const names = new Map(Array.from(real.keys(), (file, i) => [file, `${i}${extname(file)}`]));
  for (const [file, target] of real) {
    const path = join(folder, names.get(file) ?? basename(file));
    await rm(path, { force: true }); // a link left by an earlier file of the same name
    await link(target, path);
  }
  return { folder, nameOf: (file) => names.get(file) ?? basename(file) };
}
