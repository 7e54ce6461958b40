import type { ByteSource } from '../../../models/formats/byte-source.ts';
import { truncated } from '../../../models/formats/byte-source.ts';

/** A file that is only in memory, for cases by the thousand; it refuses what the real one refuses. */
export function inMemory(bytes: Uint8Array, path = 'memory'): ByteSource {
  return {
    path,
    size: bytes.length,
    read: async (offset, length) => {
      if (offset + length > bytes.length) throw truncated(path, offset + length, bytes.length);
      return bytes.slice(offset, offset + length);
    },
  };
}

/** A safetensors file with any header, true or not. */
export function safetensorsBytes(header: unknown, data: Uint8Array, statedLength?: bigint): Buffer {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(statedLength ?? BigInt(json.length));
  return Buffer.concat([length, json, data]);
}

type Part = Uint8Array | string | number | bigint;

/** GGUF's encoding: bytes as they are, texts with their length, numbers as u32, bigints as u64. */
export const encode = (...parts: readonly Part[]): Buffer => Buffer.concat(parts.map(encodePart));

function encodePart(part: Part): Uint8Array {
  if (part instanceof Uint8Array) return part;
  if (typeof part === 'string')
    return Buffer.concat([encodePart(BigInt(Buffer.byteLength(part))), Buffer.from(part)]);
  const bytes = Buffer.alloc(typeof part === 'number' ? 4 : 8);
  if (typeof part === 'number') bytes.writeUInt32LE(part);
  else bytes.writeBigUInt64LE(part);
  return bytes;
}

export interface GgufParts {
  readonly magic?: string;
  readonly version?: number;
  readonly counts?: readonly [tensors: bigint, metadata: bigint];
  /** Each key with its value, type number first, already encoded. */
  readonly metadata?: readonly (readonly [key: string, value: Uint8Array])[];
  readonly tensors?: readonly GgufTensorParts[];
  readonly data?: Uint8Array;
}

interface GgufTensorParts {
  readonly name: string;
  /** As in the file: the fastest axis first. */
  readonly dims: readonly bigint[];
  readonly type: number;
  readonly offset: bigint;
}

/** A GGUF file with any header, true or not; the data is padded to 32 bytes as the format asks. */
export function ggufBytes(parts: GgufParts): Buffer {
  const { magic = 'GGUF', version = 3, metadata = [], tensors = [], data = new Uint8Array() } = parts;
  const counts = parts.counts ?? [BigInt(tensors.length), BigInt(metadata.length)];
  const head = encode(
    Buffer.from(magic),
    version,
    ...counts,
    ...metadata.flat(),
    ...tensors.flatMap(({ name, dims, type, offset }): Part[] => [name, dims.length, ...dims, type, offset]),
  );
  return Buffer.concat([head, Buffer.alloc(-head.length & 31), data]);
}
