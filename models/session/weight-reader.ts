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
  const place = table.tensors.get(name);
  if (place === undefined)
    throw new ModelError({
      code: 'tensor-missing',
      what: `The file does not hold the weight ${name}.`,
      where: name,
      fix: 'Weights and configuration are not of the same model: fetch both again.',
    });
  return asFloats(await readBytes(place), place.dtype);
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
