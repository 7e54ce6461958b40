/**
 * One file of known checksum, fetched so that nothing half-written is ever taken for the file.
 *
 * Bytes go to a `.part` file beside the target, named after the checksum: whatever lies in it is the
 * beginning of exactly this file, so a run that was cut, cancelled or killed is carried on with a
 * Range request. The checksum is taken over what is on disk, and only then is the file renamed.
 */
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ModelError } from '../errors.ts';
import { type Digest, digestOf } from './digest.ts';
import { checksumWrong, diskFull, downloadCut, isDiskFull, needRoom } from './download-errors.ts';
import { makeFolder } from './home.ts';
import { pieces, type Visit, visit } from './http.ts';
import { withLock } from './lock.ts';

export interface FileToFetch {
  readonly url: URL;
  /** Bytes, as the publisher states them. */
  readonly size: number;
  readonly digest: Digest;
  /** Absolute path; its folder is made. */
  readonly target: string;
}

export interface DownloadOptions extends Visit {
  /** Bytes of this file that are on disk. */
  readonly onBytes?: (done: number) => void;
  /** Another process is fetching the same file. */
  readonly onWait?: (pid: number) => void;
}

/**
 * @returns when `file.target` holds the whole, checked file; at once when it did already
 * @throws {ModelError} what `visit` throws; `download-cut` after too many cuts; `checksum` wrong bytes, which are
 *         removed; `disk-full`; `cache-unwritable`. @throws the signal's reason, the part stays for the next run
 */
export async function download(file: FileToFetch, options: DownloadOptions): Promise<void> {
  if (await isWhole(file)) return;
  await makeFolder(dirname(file.target));
  await withLock(
    `${file.target}.lock`,
    async () => {
      if (await isWhole(file)) return;
      const resumed = (await sizeOf(partOf(file))) > 0;
      if (!(await fetchAndCheck(file, options)) && !(resumed && (await fetchAndCheck(file, options))))
        throw checksumWrong(file);
    },
    options,
  );
}

/** A target of the right size was checked before it got its name. */
async function isWhole({ target, size }: FileToFetch): Promise<boolean> {
  return (await sizeOf(target)) === size;
}

export function partOf({ target, digest }: Pick<FileToFetch, 'target' | 'digest'>): string {
  return `${target}.${digest.hex.slice(0, 16)}.part`;
}

/** False when the bytes were wrong; the part is gone then, so that the next try starts from nothing. */
async function fetchAndCheck(file: FileToFetch, options: DownloadOptions): Promise<boolean> {
  const part = partOf(file);
  await fetchRest(file, part, options);
  if ((await digestOf(part, file.digest.kind, { signal: options.signal })) !== file.digest.hex) {
    await rm(part, { force: true });
    return false;
  }
  await rename(part, file.target);
  return true;
}

/** Asks again for what is missing until nothing is; a try that brought bytes starts the count of tries anew. */
async function fetchRest(file: FileToFetch, part: string, options: DownloadOptions): Promise<void> {
  let reached = await sizeOf(part);
  await needRoom(file, file.size - reached);
  for (let failures = 0; ; ) {
    try {
      return await append(file, part, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (isDiskFull(error)) throw diskFull(file, error);
      const now = await sizeOf(part);
      if (error instanceof ModelError && (error.code !== 'hub-unreachable' || now === 0)) throw error;
      failures = now > reached ? 1 : failures + 1;
      reached = Math.max(reached, now);
      if (failures >= options.pace.tries) throw downloadCut(file, now, error);
      await pause(options.pace.backoffMs * 2 ** (failures - 1), undefined, {
        ...(options.signal && { signal: options.signal }),
      });
    }
  }
}

async function append(file: FileToFetch, part: string, options: DownloadOptions): Promise<void> {
  const have = await sizeOf(part);
  if (have === file.size && have > 0) return;
  // Compressed transfer would make the range count other bytes than the file has.
  const range = have > 0 ? { range: `bytes=${have}-` } : {};
  const answer = await visit(file.url, { ...options, headers: { 'accept-encoding': 'identity', ...range } });
  const from = beginning(answer.response, have);
  if (from === undefined) {
    await answer.response.body?.cancel();
    await rm(part, { force: true });
    throw new Error(`the server has no bytes after ${have}`);
  }
  const handle = await open(part, from === 0 ? 'w' : 'r+');
  try {
    let at = from;
    for await (const piece of pieces(answer, options.pace.stallMs)) {
      if (at + piece.length > file.size) throw await overlong(file, part);
      at += await writeAt(handle, piece, at);
      options.onBytes?.(at);
    }
    await handle.sync();
    if (at < file.size) throw new Error(`the connection ended at byte ${at}`);
  } finally {
    await handle.close();
  }
}

/** Where the body starts in the file: a server may ignore the range and send everything. Undefined: not where asked. */
function beginning({ status, headers }: Response, have: number): number | undefined {
  if (status === 200) return 0;
  const start = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1];
  return status === 206 && Number(start) === have ? have : undefined;
}

async function overlong(file: FileToFetch, part: string): Promise<ModelError> {
  await rm(part, { force: true });
  return checksumWrong(file);
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, at: number): Promise<number> {
  for (let done = 0; done < bytes.length; )
    done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  return bytes.length;
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}
