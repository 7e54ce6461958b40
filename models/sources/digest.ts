/** What the bytes of a file must be: the checksum its publisher gave. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

export interface Digest {
  /** `sha256` of the bytes (large files), or git's blob id: sha1 of `blob <size>\0` and the bytes (small files). */
  readonly kind: 'sha256' | 'git-blob';
  readonly hex: string;
}

/** Hex digest of a file, read in pieces; `onBytes` hears how many were read so far. */
export async function digestOf(
  file: string,
  kind: Digest['kind'],
  { signal, onBytes }: { signal?: AbortSignal | undefined; onBytes?: (done: number) => void } = {},
): Promise<string> {
  const hash = start(kind, (await stat(file)).size);
  let done = 0;
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20, ...(signal && { signal }) })) {
    hash.update(piece);
    done += piece.length;
    onBytes?.(done);
  }
  return hash.digest('hex');
}

function start(kind: Digest['kind'], size: number): Hash {
  return kind === 'sha256' ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`);
}
