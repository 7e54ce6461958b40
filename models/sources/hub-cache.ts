/**
 * Models that other programs fetched from the Hub: `models--owner--name/{refs,snapshots/<commit>}`, files being
 * links into `blobs`. Used as they lie, never written.
 *
 * `@huggingface/hub` can list this cache too, but gives a repository up at its first dangling link,
 * and takes a listing of everything; here one model is wanted, whole or not at all.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFile, missingFiles } from './model-files.ts';
import type { HubName } from './name.ts';

/** A file or folder that holds a whole model, and the commit it is of. */
export interface Cached {
  readonly path: string;
  readonly commit: string;
}

export async function findInHubCache(
  cache: string,
  { id, revision, file }: HubName,
): Promise<Cached | undefined> {
  const repo = join(cache, `models--${id.replace('/', '--')}`);
  for (const commit of await commits(repo, revision)) {
    const folder = join(repo, 'snapshots', commit);
    const path = file === undefined ? folder : join(folder, file);
    if (file === undefined ? (await missingFiles(folder)).length === 0 : await isFile(path))
      return { path, commit };
  }
  return undefined;
}

/** The commit the revision stands for; when none was asked for and `main` is not whole, any other one will do. */
async function commits(repo: string, revision: string | undefined): Promise<readonly string[]> {
  const named = await readFile(join(repo, 'refs', revision ?? 'main'), 'utf8').catch(() => '');
  if (revision !== undefined) return [named.trim() || revision];
  const others = await readdir(join(repo, 'snapshots')).catch(() => []);
  return [...new Set([named.trim(), ...others.sort()])].filter((commit) => commit !== '');
}
