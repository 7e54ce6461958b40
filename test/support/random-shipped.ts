import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSafetensors } from '../../models/formats/safetensors.ts';
import { writeSafetensors } from '../../models/formats/safetensors-write.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { sizeOf, type Tensor, tensor } from '../../src/kernel/tensor.ts';

const WEIGHTS = fileURLToPath(new URL('../../models/teaching/weights/', import.meta.url));
const BESIDE = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json'];

/**
 * The teaching model before its first lesson: the same layout and tokenizer, weights drawn from a
 * normal distribution, gains 1.
 *
 * @param spread  standard deviation; .02 is what training starts from, more makes attention peaked
 * @returns a folder that goes with `remove`
 */
export async function randomShipped(seed: number, spread: number) {
  const folder = await mkdtemp(join(tmpdir(), 'dotp-random-'));
  await mkdir(folder, { recursive: true });
  await Promise.all(BESIDE.map((file) => copyFile(join(WEIGHTS, file), join(folder, file))));
  const { tensors } = await readSafetensors(join(WEIGHTS, 'model.safetensors'));
  const random = randomFrom(seed);
  const drawn = new Map<string, Tensor>();
  for (const [name, { shape }] of tensors) drawn.set(name, tensor(shape, fill(name, sizeOf(shape))));
  await writeSafetensors(join(folder, 'model.safetensors'), drawn, { format: 'pt' });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };

  function fill(name: string, size: number): Float32Array {
    if (/norm/.test(name)) return new Float32Array(size).fill(1);
    return Float32Array.from({ length: size }, () => spread * normal(random));
  }
}

/** Box and Muller. */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
