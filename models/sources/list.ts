/** What can be loaded by name, what of it is here, and what it takes. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  catalogue,
  DEFAULT_MODEL,
  downloadBytes,
  type KnownModel,
  parameterCount,
  peakMemoryBytes,
} from './catalogue.ts';
import { cachedModel } from './fetch-model.ts';
import type { Env } from './home.ts';
import { type ResolvedModel, type ResolveOptions, remoteOf, resolveModel, shippedFolder } from './resolve.ts';
import { listStored } from './store.ts';

export interface ListedModel {
  readonly name: string;
  readonly about: string;
  readonly licence: string;
  readonly gated: boolean;
  readonly isDefault: boolean;
  /** Where its files are, and their bytes; absent while it is not on this machine. */
  readonly here?: { readonly path: string; readonly bytes: number; readonly source: string };
  /** Absent where the shape is not known before loading. */
  readonly needs?: {
    readonly parameters: number;
    readonly downloadBytes: number;
    readonly memoryBytes: number;
  };
}

/** The catalogue, then every other model in dotp's own cache. Asks no network. */
export async function listModels(home: string, env: Env): Promise<readonly ListedModel[]> {
  const known = await Promise.all(catalogue.map((model) => listed(model, home, env)));
  const paths = new Set(known.map(({ here }) => here?.path));
  const others = (await listStored(home)).filter(({ path }) => !paths.has(path));
  return [
    ...known,
    ...others.map(({ name, path, bytes, source }) => ({
      name,
      about: 'fetched by its id',
      licence: 'see its page on the Hub',
      gated: false,
      isDefault: false,
      here: { path, bytes, source },
    })),
  ];
}

async function listed(model: KnownModel, home: string, env: Env): Promise<ListedModel> {
  const { name, about, licence, gated, shape } = model;
  const remote = remoteOf(model);
  const local =
    remote === undefined
      ? { path: shippedFolder, source: 'the repository' }
      : await cachedModel(remote, { env, home });
  const needs = shape && {
    parameters: parameterCount(shape),
    downloadBytes: downloadBytes(shape),
    memoryBytes: peakMemoryBytes(shape),
  };
  const here = local && { path: local.path, source: local.source, bytes: await bytesAt(local.path) };
  const facts = { name, about, licence, gated, isDefault: name === DEFAULT_MODEL };
  return { ...facts, ...(here && { here }), ...(needs && { needs }) };
}

/**
 * Fetches a model so that later runs need no network; what is here already is not fetched again.
 *
 * Unlike `resolveModel('auto')` it never settles for the shipped model.
 *
 * @throws {ModelError} what `resolveModel` throws
 */
export async function getModel(name: string | undefined, options: ResolveOptions): Promise<ResolvedModel> {
  const asked = name?.trim() || 'auto';
  return resolveModel(asked.toLowerCase() === 'auto' ? DEFAULT_MODEL : asked, options);
}

async function bytesAt(path: string): Promise<number> {
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined || facts.isFile()) return facts?.size ?? 0;
  const files = await Promise.all(
    (await readdir(path)).map((name) => stat(join(path, name)).catch(() => undefined)),
  );
  return files.reduce((sum, file) => sum + (file?.isFile() ? file.size : 0), 0);
}
