/** What can go wrong between the network and the disk, in words. */
import { statfs } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { bytesInWords } from '../../src/kernel/bytes.ts';
import { ModelError } from '../errors.ts';
import { hasCode } from './lock.ts';

interface Wanted {
  readonly target: string;
  readonly size: number;
  readonly url: URL;
}

export function checksumWrong({ target, url }: Wanted): ModelError {
  return new ModelError({
    code: 'checksum',
    what: `${basename(target)} arrived with the wrong bytes and was removed: its checksum is not the published one.`,
    where: url.href,
    fix: 'Try again; if it happens again, something between here and the server alters files.',
  });
}

export function downloadCut({ target, url, size }: Wanted, have: number, cause: unknown): ModelError {
  return new ModelError({
    code: 'download-cut',
    what: `The connection was lost again and again while fetching ${basename(target)}.`,
    where: url.href,
    fix: `${bytesInWords(have)} of ${bytesInWords(size)} are kept: the same command goes on from there.`,
    cause,
  });
}

export function diskFull({ target, size }: Omit<Wanted, 'url'>, cause?: unknown): ModelError {
  return new ModelError({
    code: 'disk-full',
    what: `There is not enough room for ${basename(target)} (${bytesInWords(size)}).`,
    where: dirname(target),
    fix: 'Free some space, or set DOTP_HOME to a folder on a larger disk.',
    ...(cause !== undefined && { cause }),
  });
}

/** Better said before an hour of downloading than after. @throws {ModelError} `disk-full` */
export async function needRoom(file: Omit<Wanted, 'url'>, missing: number): Promise<void> {
  const disk = await statfs(dirname(file.target)).catch(() => undefined);
  if (disk !== undefined && disk.bavail * disk.bsize < missing) throw diskFull(file);
}

export function isDiskFull(error: unknown): boolean {
  return hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT');
}
