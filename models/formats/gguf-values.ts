import { type Cursor, lying } from './gguf-cursor.ts';

/** A metadata value. Arrays of numbers stay typed: 16 million of them in a `number[]` would be a memory bomb. */
export type GgufValue = string | number | bigint | boolean | readonly string[] | GgufNumbers;

type GgufNumbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | BigUint64Array
  | BigInt64Array
  | Float64Array;

interface NumberType {
  readonly bytes: number;
  readonly one: (view: DataView) => number | bigint | boolean;
  readonly many: (bytes: ArrayBuffer) => GgufNumbers;
}

const TEXT = 8;
const ARRAY = 9;
const BOOL = 7;
/** The longest texts in use are chat templates, some tens of kilobytes. */
const TEXT_CAP = 2 ** 20;

/** gguf_metadata_value_type, by its number. */
const NUMBER_TYPES: ReadonlyMap<number, NumberType> = new Map<number, NumberType>([
  [0, { bytes: 1, one: (v) => v.getUint8(0), many: (b) => new Uint8Array(b) }],
  [1, { bytes: 1, one: (v) => v.getInt8(0), many: (b) => new Int8Array(b) }],
  [2, { bytes: 2, one: (v) => v.getUint16(0, true), many: (b) => new Uint16Array(b) }],
  [3, { bytes: 2, one: (v) => v.getInt16(0, true), many: (b) => new Int16Array(b) }],
  [4, { bytes: 4, one: (v) => v.getUint32(0, true), many: (b) => new Uint32Array(b) }],
  [5, { bytes: 4, one: (v) => v.getInt32(0, true), many: (b) => new Int32Array(b) }],
  [6, { bytes: 4, one: (v) => v.getFloat32(0, true), many: (b) => new Float32Array(b) }],
  [BOOL, { bytes: 1, one: (v) => v.getUint8(0) !== 0, many: (b) => new Uint8Array(b) }],
  [10, { bytes: 8, one: (v) => narrowed(v.getBigUint64(0, true)), many: (b) => new BigUint64Array(b) }],
  [11, { bytes: 8, one: (v) => narrowed(v.getBigInt64(0, true)), many: (b) => new BigInt64Array(b) }],
  [12, { bytes: 8, one: (v) => v.getFloat64(0, true), many: (b) => new Float64Array(b) }],
]);

/** 64-bit integers that fit a number become one, so that a reader need not care how wide the writer chose. */
const narrowed = (value: bigint): number | bigint =>
  BigInt.asIntN(54, value) === value ? Number(value) : value;

/**
 * The next metadata value, its type first.
 *
 * @throws {ModelError} `header-invalid` for an unknown type or arrays inside arrays, and all of Cursor
 */
export function readValue(cursor: Cursor, key: string, path: string): GgufValue {
  const type = cursor.u32();
  if (type === TEXT) return cursor.text(TEXT_CAP);
  if (type === ARRAY) return readArray(cursor, key, path);
  const number = NUMBER_TYPES.get(type);
  if (number === undefined) throw lying(path, `the unknown value type ${type} under ${key}`);
  return number.one(cursor.take(number.bytes));
}

function readArray(cursor: Cursor, key: string, path: string): GgufValue {
  const type = cursor.u32();
  const length = cursor.count();
  if (type === TEXT) return readTexts(cursor, length);
  const number = NUMBER_TYPES.get(type);
  if (number === undefined) throw lying(path, `an array of the value type ${type} under ${key}`);
  const { buffer, byteOffset, byteLength } = cursor.take(length * number.bytes);
  return number.many(new Uint8Array(buffer, byteOffset, byteLength).slice().buffer);
}

/** The list grows as texts are found, so that a lying length costs nothing. */
function readTexts(cursor: Cursor, length: number): readonly string[] {
  const texts: string[] = [];
  while (texts.length < length) texts.push(cursor.text(TEXT_CAP));
  return texts;
}
