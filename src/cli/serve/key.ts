import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../errors.ts';

/**
 * What buttons are signed with: DOTP_KEY, else 32 bytes that are made once and kept in the home, for this user
 * alone. Of processes that start at once, one makes it and the others read it.
 *
 * @throws {CliError} `key-unusable`
 */
export async function signingKey(given: Uint8Array | undefined, home: string): Promise<Uint8Array> {
  if (given !== undefined) return given;
  const file = join(home, 'key');
  try {
    await mkdir(home, { recursive: true });
    await made(file);
    const bytes = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
    if (bytes.length !== 32) throw new Error(`it holds ${bytes.length} bytes, not 32`);
    return bytes;
  } catch (cause) {
    throw new CliError({
      code: 'key-unusable',
      what: `The key that buttons are signed with cannot be kept or read: ${reasonOf(cause)}.`,
      where: file,
      fix: 'Let this user write there, take the file away to have another made (buttons of old answers then stop working), or set DOTP_KEY.',
      cause,
    });
  }
}

/** The file is there whole or not at all: it is written beside and then linked, which only one process can. */
async function made(file: string): Promise<void> {
  if (await stat(file).catch(() => undefined)) return;
  const fresh = `${file}.${randomBytes(4).toString('hex')}`;
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString('base64')}\n`);
    await handle.sync();
    await handle.close();
    await link(fresh, file).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  } finally {
    await rm(fresh, { force: true });
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
