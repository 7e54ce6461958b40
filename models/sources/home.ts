/**
 * Where dotp keeps what it fetched or expanded, one folder a machine user:
 *
 *     <home>/models/<slug>/model.json        which files of which version are complete
 *     <home>/models/<slug>/<version>/…       the files themselves, never links
 *     <home>/expanded/…                      quantised files written out once as floats
 *     <home>/calibration/…                   measurements of a model, see `dotp model calibrate`
 *     <home>/measured/<fingerprint>/…        what commands measured of a model once: its head roles
 *
 * Everything in it can be deleted at any time; it is fetched or made again.
 */
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { ModelError } from '../errors.ts';

/** Environment variables, handed in so that a test can say what they are. */
export type Env = Readonly<Record<string, string | undefined>>;

export interface CacheFolders {
  readonly models: string;
  readonly expanded: string;
  readonly calibration: string;
}

/** `DOTP_HOME`, else the cache folder that programs of this platform use. Creates nothing. */
export function dotpHome(env: Env, platform: NodeJS.Platform = process.platform): string {
  if (env.DOTP_HOME) return resolve(env.DOTP_HOME);
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(userFolder(env), 'AppData', 'Local'), 'dotp');
  if (platform === 'darwin') return join(userFolder(env), 'Library', 'Caches', 'dotp');
  return join(xdgCache(env), 'dotp');
}

export function cacheFolders(home: string): CacheFolders {
  return {
    models: join(home, 'models'),
    expanded: join(home, 'expanded'),
    calibration: join(home, 'calibration'),
  };
}

/** The XDG base folder for caches; a relative `XDG_CACHE_HOME` is invalid by its specification and ignored. */
export function xdgCache(env: Env): string {
  const given = env.XDG_CACHE_HOME;
  return given && isAbsolute(given) ? given : join(userFolder(env), '.cache');
}

export function userFolder(env: Env): string {
  return env.HOME || env.USERPROFILE || homedir();
}

/** @throws {ModelError} `cache-unwritable` with the reason, so that a read-only container is told what to set */
export async function makeFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    return folder;
  } catch (cause) {
    throw new ModelError({
      code: 'cache-unwritable',
      what: 'The cache folder cannot be written.',
      where: folder,
      fix: 'Set DOTP_HOME to a folder that this user may write.',
      cause,
    });
  }
}
