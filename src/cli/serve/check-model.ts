import { DEFAULT_MODEL, knownModel } from '../../../models/sources/catalogue.ts';
import { cachedModel } from '../../../models/sources/fetch-model.ts';
import { exists, localModel, localPath } from '../../../models/sources/local.ts';
import { looksLikePath, parseHubName } from '../../../models/sources/name.ts';
import { remoteOf, resolveModel } from '../../../models/sources/resolve.ts';
import type { Checked } from './check-lines.ts';
import type { Env } from './setting.ts';

type Result = Omit<Checked, 'what'>;

/**
 * Which model will answer, and whether it is on this machine; nothing is fetched.
 *
 * @throws {ModelError} for a name or a folder that holds none
 */
export async function checkModel(asked: string | undefined, home: string, env: Env): Promise<Result> {
  const isAuto = asked === undefined || asked.toLowerCase() === 'auto';
  const name = isAuto ? DEFAULT_MODEL : asked;
  const path = localPath(name, env);
  const known = knownModel(name);
  if (known === undefined && (looksLikePath(name) || (await exists(path))))
    return { state: 'works', words: await localModel(path) };
  const hub = parseHubName(name);
  const remote = known === undefined ? hub && { name, hub } : remoteOf(known);
  // A known one without a place to fetch it from is the shipped one; of an unknown one this says so.
  if (remote === undefined)
    return { state: 'works', words: (await resolveModel(name, { env, home })).source };
  const here = await cachedModel(remote, { env, home });
  if (here !== undefined) return { state: 'works', words: `${remote.name}, on this machine` };
  const otherwise = isAuto ? '; without a network the small teaching model answers instead' : '';
  return { state: 'note', words: `${remote.name} is fetched at the first start${otherwise}` };
}
