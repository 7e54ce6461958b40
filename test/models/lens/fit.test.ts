import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSafetensors } from '../../../models/formats/safetensors.ts';
import type { LensWriting } from '../../../models/loaded.ts';
import { inverseFactor } from '../../../models/session/lens-cholesky.ts';
import { lensSolver } from '../../../models/session/lens-solve.ts';
import { lensSumming } from '../../../models/session/lens-sums.ts';
import { readWeight } from '../../../models/session/weight-reader.ts';
import { residualHooks } from '../../../src/kernel/hooks.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import type { OnProgress } from '../../../src/kernel/progress.ts';
import { randomFrom } from '../../../src/kernel/random.ts';
import { at, type Tensor, tensor } from '../../../src/kernel/tensor.ts';
import { golden, load } from '../../support/llama-goldens.ts';

/** Made by make_lens_golden.py with NumPy, in float64. */
const NUMPY: { ridge: number; shape: number[]; states: number[]; maps: number[]; biases: number[] } =
  JSON.parse(await readFile(new URL('golden/linear.json', import.meta.url), 'utf8'));

const folder = await mkdtemp(join(tmpdir(), 'dotp-lens-'));
const { opened } = await golden('grouped-linear');
const model = await load(opened);
afterAll(async () => {
  await model.close();
  await rm(folder, { recursive: true, force: true });
});

test('maps and biases are NumPy’s, whether the states came at once or in parts', async () => {
  const [count = 0, rows = 0, width = 0] = NUMPY.shape;
  const all = tensor(NUMPY.shape, Float32Array.from(NUMPY.states));
  for (const part of [rows, 25]) {
    const summing = await lensSumming(count - 1, width);
    for (let from = 0; from < rows; from += part)
      await summing.add(rowsOf(all, from, Math.min(from + part, rows)));
    const solver = await lensSolver();
    for (let depth = 0; depth < count - 1; depth++) {
      const { map, bias } = await solver.solve(summing.total(), depth, NUMPY.ridge);
      const expected = NUMPY.maps.slice(depth * map.length, (depth + 1) * map.length);
      expect(largest(map, expected)).toBeLessThan(1e-5);
      expect(largest(bias, NUMPY.biases.slice(depth * width, (depth + 1) * width))).toBeLessThan(1e-4);
    }
    await summing.close();
    await solver.close();
  }
});

test('the inverse of a Cholesky factor undoes its matrix, also where sizes are no multiple of four', () => {
  const random = randomFrom(3);
  for (const size of [1, 2, 5, 13, 32]) {
    const half = Float64Array.from({ length: size * size }, () => random() - 0.5);
    const gram = multiply(half, transposed(half, size), size);
    const inverse = inverseFactor(gram, size, 0.25);
    const whole = gram.map((x, i) => x + (i % (size + 1) === 0 ? 0.25 : 0));
    const one = multiply(multiply(inverse, whole, size), transposed(inverse, size), size);
    one.forEach((x, i) => {
      expect(x).toBeCloseTo(i % (size + 1) === 0 ? 1 : 0, 10);
    });
    expect(inverse.some((x, i) => i % size > Math.floor(i / size) && x !== 0)).toBe(false);
  }
  expect(() => inverseFactor(Float64Array.of(Number.NaN), 1, 1)).toThrow(RangeError);
});

const { layers, width, vocab } = model.facts;
const random = randomFrom(11);
const rows = Array.from({ length: 6 }, () => Array.from({ length: 9 }, () => tokenOf(random() * vocab)));

test('a fitted lens maps every earlier state by its own map and leaves the final one', async () => {
  const file = join(folder, 'lens.safetensors');
  const steps: string[] = [];
  const fit = await fitted({ ridge: 0.01, file, about: { made: 'here' } }, ({ step }) => steps.push(step));
  expect(fit).toEqual({ states: 6 * 9, depths: 2 * layers });
  expect(new Set(steps)).toEqual(new Set(['Calibrating: solving for its lens']));
  const lens = await readSafetensors(file);
  expect(lens.metadata.get('made')).toBe('here');
  const maps = tensor([2 * layers, width, width], await readWeight(lens, 'maps'));
  const biases = tensor([2 * layers, width], await readWeight(lens, 'biases'));
  const states = await statesOf(rows.slice(0, 1), [2, 5]);
  const mapped = await model.mapStates(states, file);
  for (let position = 0; position < 2; position++)
    for (let depth = 0; depth <= 2 * layers; depth++) {
      const row = position * (2 * layers + 1) + depth;
      const x = at(states, row).data;
      const expected = depth === 2 * layers ? x : applied(x, at(maps, depth).data, at(biases, depth).data);
      expect(largest(at(mapped, row).data, [...expected])).toBeLessThan(1e-4);
    }
});

test('on what it was fitted on it is nearer to the final state than the mean is', async () => {
  const file = join(folder, 'near.safetensors');
  await fitted({ ridge: 1e-4, file, about: {} });
  const read = rows.map((row) => statesOf([row], [1, 2, 3, 4, 5, 6, 7, 8]));
  const states = await Promise.all(read);
  const count = 2 * layers + 1;
  const finals = states.flatMap((s) =>
    Array.from({ length: 8 }, (_, p) => at(s, p * count + count - 1).data),
  );
  const mean = Float32Array.from(
    { length: width },
    (_, i) => finals.reduce((sum, y) => sum + (y[i] ?? 0), 0) / finals.length,
  );
  const spread = finals.reduce((sum, y) => sum + distance(y, mean), 0);
  for (const depth of [0, layers, 2 * layers - 1]) {
    let off = 0;
    for (const s of states) {
      const mapped = await model.mapStates(s, file);
      for (let p = 0; p < 8; p++)
        off += distance(at(mapped, p * count + depth).data, at(mapped, p * count + count - 1).data);
    }
    expect(off).toBeLessThan(spread);
  }
});

test('a fit that is stopped leaves nothing; another model’s lens, a cut one and odd states are refused', async () => {
  const stop = new AbortController();
  const file = join(folder, 'stopped.safetensors');
  const stopping = fitted({ ridge: 0.01, file, about: {} }, () => stop.abort(), stop.signal);
  await expect(stopping).rejects.toThrow();
  expect(await readdir(folder)).not.toContain('stopped.safetensors');
  const other = await golden('mistral');
  const otherModel = await load(other.opened);
  const states = tensor(
    [2 * otherModel.facts.layers + 1, otherModel.facts.width],
    new Float32Array((2 * otherModel.facts.layers + 1) * otherModel.facts.width),
  );
  await expect(otherModel.mapStates(states, join(folder, 'lens.safetensors'))).rejects.toMatchObject({
    code: 'lens-unfit',
  });
  await expect(otherModel.mapStates(states, join(folder, 'none.safetensors'))).rejects.toMatchObject({
    code: 'file-missing',
  });
  await otherModel.close();
  await expect(
    model.mapStates(tensor([1, width], new Float32Array(width)), join(folder, 'lens.safetensors')),
  ).rejects.toMatchObject({ code: 'states-misshapen' });
});

/** A lens fitted on all the rows, a row at a time. */
async function fitted(writing: LensWriting, onProgress?: OnProgress, signal?: AbortSignal) {
  const fitting = await model.lensFitting();
  try {
    for (const row of rows) {
      const { hooks } = await model.forward({
        tokens: [row],
        hooks: residualHooks(layers),
        logitPositions: [],
      });
      await fitting.add(hooks);
    }
    return await fitting.write(writing, { ...(onProgress && { onProgress }), ...(signal && { signal }) });
  } finally {
    await fitting.close();
  }
}

/** `[position × depth, D]` of one row, depth fastest. */
async function statesOf(tokens: typeof rows, positions: readonly number[]): Promise<Tensor> {
  const hooks = residualHooks(layers);
  const read = await model.forward({ tokens, hooks, logitPositions: [] });
  const data = positions.flatMap((position) =>
    hooks.flatMap((hook) => [
      ...at(read.hooks.get(hook) ?? { shape: [], data: new Float32Array(0) }, 0, position).data,
    ]),
  );
  return tensor([positions.length * hooks.length, width], Float32Array.from(data));
}

function rowsOf({ shape, data }: Tensor, from: number, to: number): Tensor {
  const [count = 0, rows = 0, width = 0] = shape;
  const parts = Array.from({ length: count }, (_, d) => [
    ...data.subarray((d * rows + from) * width, (d * rows + to) * width),
  ]);
  return tensor([count, to - from, width], Float32Array.from(parts.flat()));
}

const applied = (x: Float32Array, map: Float32Array, bias: Float32Array): Float32Array =>
  bias.map((b, j) => x.reduce((sum, v, i) => sum + v * (map[i * bias.length + j] ?? 0), b));

const distance = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, v, i) => sum + (v - (b[i] ?? 0)) ** 2, 0);

const largest = (a: Float32Array, b: readonly number[]): number =>
  Math.max(...Array.from(a, (v, i) => Math.abs(v - (b[i] ?? Number.NaN)) / Math.max(1, ...b.map(Math.abs))));

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < size; k++)
      sum += (a[Math.floor(at / size) * size + k] ?? 0) * (b[k * size + (at % size)] ?? 0);
    return sum;
  });
}

const transposed = (a: Float64Array, size: number): Float64Array =>
  Float64Array.from(a, (_, at) => a[(at % size) * size + Math.floor(at / size)] ?? 0);

function tokenOf(value: number) {
  return tokenId(Math.floor(value));
}
