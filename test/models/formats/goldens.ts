import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { WeightTable } from '../../../models/weights.ts';

/** Made by test/models/goldens/make_format_goldens.py. */
export const golden = (name: string): string =>
  fileURLToPath(new URL(`../goldens/golden/${name}`, import.meta.url));

/** sha256 (16 hex digits) of every tensor as float32, by name. */
export const sums: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync(golden('expanded.json'), 'utf8'),
);

/** The same sums of a table's tensors, read the plain way. */
export async function sumsOf({ tensors }: WeightTable): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  for (const [name, { dtype, file, offset, length }] of tensors) {
    const handle = await open(file);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, offset);
    await handle.close();
    const bytes = dtype === 'BF16' ? widened(buffer) : buffer;
    made[name] = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  }
  return made;
}

function widened(bfloat16: Buffer): Buffer {
  const wide = Buffer.alloc(bfloat16.length * 2);
  for (let i = 0; i < bfloat16.length; i += 2) bfloat16.copy(wide, 2 * i + 2, i, i + 2);
  return wide;
}
