import { open } from 'node:fs/promises';
import { ModelError } from '../errors.ts';
import { HALVES } from '../formats/half.ts';
import type { WeightPlace, WeightTable } from '../weights.ts';

/**
 * One weight read from its file as float32.
 *
 * @throws {ModelError} `tensor-missing`, `file-unreadable`
 */
export async function readWeight(table: WeightTable, name: string): Promise<Float32Array> {
  const place = placeOf(table, name);
  return asFloats(await readBytes(place), place.dtype);
}

/**
 * Single rows of a table as float32, `[N, columns]`: a few kilobytes of a file of many.
 *
 * @throws {ModelError} `tensor-missing`, `file-unreadable`
 */
export async function readRows(
  table: WeightTable,
  name: string,
  rows: readonly number[],
): Promise<readonly Float32Array[]> {
  const place = placeOf(table, name);
  const length = place.length / (place.shape[0] ?? 1);
  return Promise.all(
    rows.map(async (row) =>
      asFloats(await readBytes({ ...place, offset: place.offset + row * length, length }), place.dtype),
    ),
  );
}

function placeOf(table: WeightTable, name: string): WeightPlace {
  const place = table.tensors.get(name);
  if (place !== undefined) return place;
  throw new ModelError({
    code: 'tensor-missing',
    what: `The file does not hold the weight ${name}.`,
    where: name,
    fix: 'Weights and configuration are not of the same model: fetch both again.',
  });
}

async function readBytes({ file, offset, length }: WeightPlace): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const handle = await open(file, 'r');
  try {
    let done = 0;
    while (done < length) {
      const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) throw shortened(file);
      done += bytesRead;
    }
  } finally {
    await handle.close();
  }
  return bytes.buffer;
}

function asFloats(bytes: ArrayBuffer, dtype: WeightPlace['dtype']): Float32Array {
  if (dtype === 'F32') return new Float32Array(bytes);
  const bits = new Uint16Array(bytes);
  if (dtype === 'F16') return Float32Array.from(bits, (half) => HALVES[half] ?? 0);
  const whole = Uint32Array.from(bits, (upper) => upper << 16); // bfloat16 is the upper half of a float32
  return new Float32Array(whole.buffer);
}

const shortened = (file: string): ModelError =>
  new ModelError({
    code: 'file-unreadable',
    what: 'The weight file became shorter while it was in use.',
    where: file,
    fix: 'Fetch the model again.',
  });
