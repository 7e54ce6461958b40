import { openWeights } from '../../models/formats/open.ts';
import { loadModel } from '../../models/session/load.ts';
import { cacheFolders } from '../../models/sources/home.ts';
import { resolveModel } from '../../models/sources/resolve.ts';
import { worldWords } from '../../models/sources/world-words.ts';
import type { Device } from '../kernel/model.ts';
import type { Loader } from './protocol.ts';

/** What names a model, as plain data that travels to the worker. */
export interface LoadData {
  /** Left out: what `auto` means. */
  readonly model?: string;
  readonly device: Device;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * From a name to a model in a session: fetched if need be, read, checked, opened. What the worker of
 * every real runner loads.
 *
 * @throws {ModelError} of each step
 */
export const load: Loader<LoadData> = async ({ model, device, home, env }, { signal, onProgress }) => {
  const how = {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const { name, path, source, notes, closedWorld } = await resolveModel(model, { env, home, ...how });
  const cacheFolder = cacheFolders(home).expanded;
  const weights = await openWeights(path, { cacheFolder, ...how });
  const words = closedWorld ? await worldWords(path) : undefined;
  const known = words === undefined ? {} : { worldWords: words };
  const loaded = await loadModel(weights, { device, name, source, cacheFolder, ...known, ...how });
  return { ...loaded, facts: { ...loaded.facts, notes: [...notes, ...loaded.facts.notes] } };
};
