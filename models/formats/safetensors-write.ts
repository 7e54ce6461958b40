import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sizeOf, type Tensor } from '../../src/kernel/tensor.ts';

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
    await handle.write(
      safetensorsHeader(
        Array.from(tensors, ([name, { shape }]) => [name, shape]),
        metadata,
      ),
    );
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

const F32_BYTES = 4;

/**
 * Header of a file of float32 tensors that lie one after another in the order given.
 *
 * @param align  the data begins at a multiple of this many bytes; spaces fill the header up to it
 */
export function safetensorsHeader(
  shapes: Iterable<readonly [name: string, shape: readonly number[]]>,
  metadata: Readonly<Record<string, string>>,
  align = 8,
): Buffer {
  let offset = 0;
  const entries = Array.from(shapes, ([name, shape]) => {
    const start = offset;
    offset += sizeOf(shape) * F32_BYTES;
    return [name, { dtype: 'F32', shape, data_offsets: [start, offset] }] as const;
  });
  const json = Buffer.from(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }));
  const padded = Buffer.alloc(Math.ceil((8 + json.length) / align) * align, ' ');
  padded.writeBigUInt64LE(BigInt(padded.length - 8));
  json.copy(padded, 8);
  return padded;
}
