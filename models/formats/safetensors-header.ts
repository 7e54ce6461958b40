import { sizeOf } from '../../src/kernel/tensor.ts';
import { ModelError } from '../errors.ts';
import type { WeightPlace } from '../weights.ts';
import { isRecord } from './json-text.ts';

/** Types that the graph can take, and bytes a number. */
const WEIGHT_BYTES: Readonly<Record<WeightPlace['dtype'], number>> = { F32: 4, F16: 2, BF16: 2 };

/** One tensor as a header states it; `begin` and `end` count from the first byte after the header. */
export interface Entry {
  readonly name: string;
  readonly dtype: WeightPlace['dtype'];
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * One entry of a parsed header, every field checked.
 *
 * @throws {ModelError} `header-invalid`, `type-unsupported`, `shape-mismatch`
 */
export function entryOf(name: string, value: unknown, path: string): Entry {
  const refuse = (
    code: 'header-invalid' | 'type-unsupported' | 'shape-mismatch',
    what: string,
    fix: string,
  ) => new ModelError({ code, what: `Tensor ${quote(name)}: ${what}`, where: path, fix });
  const damaged = 'The file is damaged: fetch it again.';
  if (!isRecord(value)) throw refuse('header-invalid', 'its entry is not an object.', damaged);
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isCounts(shape)) throw refuse('header-invalid', 'its shape is not a list of sizes.', damaged);
  if (!isCounts(offsets) || offsets.length !== 2)
    throw refuse('header-invalid', 'its data_offsets are not a begin and an end.', damaged);
  if (!isWeightType(dtype)) {
    const fix = `dotp reads ${Object.keys(WEIGHT_BYTES).join(', ')}: convert the file, or take another one.`;
    throw refuse('type-unsupported', `its type is ${quote(String(dtype))}.`, fix);
  }
  const [begin = 0, end = 0] = offsets;
  const bytes = sizeOf(shape) * WEIGHT_BYTES[dtype];
  if (bytes !== end - begin || !Number.isSafeInteger(bytes)) {
    const what = `its shape [${shape.join(', ')}] as ${dtype} takes ${bytes} bytes, its offsets give ${end - begin}.`;
    throw refuse('shape-mismatch', what, damaged);
  }
  return { name, dtype, shape, begin, end };
}

/**
 * The tensors must fill the data section: first byte to last, none twice.
 *
 * @param size  bytes after the header
 * @throws {ModelError} `truncated`, `tensor-overlap`, `tensor-hole`
 */
export function checkTiling(entries: readonly Entry[], size: number, path: string): void {
  const refuse = (code: 'truncated' | 'tensor-overlap' | 'tensor-hole', what: string) =>
    new ModelError({ code, what, where: path, fix: 'The file is damaged or cut short: fetch it again.' });
  let filled = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (end > size)
      throw refuse('truncated', `Tensor ${quote(name)} ends at byte ${end} of data, ${size} are there.`);
    if (begin < filled)
      throw refuse('tensor-overlap', `Tensor ${quote(name)} begins inside the one before it.`);
    if (begin > filled)
      throw refuse('tensor-hole', `${begin - filled} bytes before tensor ${quote(name)} belong to none.`);
    filled = end;
  }
  if (filled < size) throw refuse('tensor-hole', `The last ${size - filled} bytes belong to no tensor.`);
}

/** A name from a file, made safe for a message: quoted, controls escaped, at most 80 characters. */
export const quote = (text: string): string =>
  JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);

const isWeightType = (value: unknown): value is WeightPlace['dtype'] =>
  typeof value === 'string' && Object.hasOwn(WEIGHT_BYTES, value);

const isCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
