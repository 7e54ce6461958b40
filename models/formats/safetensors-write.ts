import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Tensor } from '../../src/kernel/tensor.ts';

/**
 * Writes float32 tensors as a safetensors file, in the order given; it appears whole or not at all.
 *
 * @see https://huggingface.co/docs/safetensors (format: u64 header length, JSON header, raw little-endian data)
 */
export async function writeSafetensors(
  file: string,
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  const part = join(dirname(file), `.${basename(file)}.${process.pid}.part`);
  const handle = await open(part, 'w');
  try {
    await handle.write(headerOf(tensors, metadata));
    for (const { data } of tensors.values()) {
      await handle.write(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
    await handle.sync();
    await handle.close();
    await rename(part, file);
  } finally {
    await handle.close().catch(() => {});
    await rm(part, { force: true });
  }
}

/** Padded with spaces to a multiple of 8, so that the data lies aligned. */
function headerOf(tensors: ReadonlyMap<string, Tensor>, metadata: Readonly<Record<string, string>>): Buffer {
  let offset = 0;
  const entries = [...tensors].map(([name, { shape, data }]) => {
    const start = offset;
    offset += data.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [start, offset] }] as const;
  });
  const json = Buffer.from(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }));
  const padded = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ');
  padded.writeBigUInt64LE(BigInt(padded.length - 8));
  json.copy(padded, 8);
  return padded;
}
