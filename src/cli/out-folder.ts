import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CliError } from './errors.ts';

/**
 * Finds out before any work whether files can be put into a folder that need not be there yet.
 * Nothing is made.
 *
 * @throws {CliError} `out-unwritable`
 */
export async function checkWritable(folder: string): Promise<void> {
  await writingTo(folder, async () => {
    const nearest = await nearestThere(resolve(folder));
    if (!(await stat(nearest)).isDirectory()) throw new Error(`${nearest} is not a folder`);
    await access(nearest, constants.W_OK | constants.X_OK);
  });
}

/**
 * Makes a folder and those above it. (`mkdir` with `recursive` of Node 20 never returns where the
 * system answers ENOENT to the making itself, as /proc does.)
 *
 * @throws {CliError} `out-unwritable`
 */
export const makeFolder = (folder: string): Promise<void> =>
  writingTo(folder, () => makeFrom(resolve(folder)));

/** @throws {CliError} `out-unwritable` with the system's reason for whatever the work throws */
export async function writingTo<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError({
      code: 'out-unwritable',
      what: `Nothing can be written here: ${reasonOf(cause)}.`,
      where,
      fix: 'Name another place with --out, or make room for it.',
      cause,
    });
  }
}

async function makeFrom(folder: string): Promise<void> {
  const nearest = await nearestThere(folder);
  if (nearest === folder) {
    if (!(await stat(folder)).isDirectory()) throw new Error('it is not a folder');
    return;
  }
  await makeFrom(dirname(folder));
  await mkdir(folder).catch((error: unknown) => {
    // Another process may have been faster.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
}

/** The folder itself or the nearest above it that is there. */
async function nearestThere(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const above = dirname(path);
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!missing || above === path) throw error;
    return nearestThere(above);
  }
}

/** `EACCES: permission denied, mkdir '/x'` without the call at its end, which says where again. */
const reasonOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).replace(/, \w+ '.*$/, '');
