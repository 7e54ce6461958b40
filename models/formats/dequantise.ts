import type { GgufType } from './gguf-types.ts';
import { BLOCKS } from './gguf-types.ts';
import { HALVES } from './half.ts';

/** Reads whole blocks from `bytes` and writes their weights to `out`, which is exactly as long. */
type Expand = (bytes: Uint8Array, out: Float32Array) => void;

/**
 * Weights of whole blocks as float32. Every type's arithmetic is ggml's: products and sums of halves
 * and small integers, which float64 holds exactly, rounded once to float32.
 *
 * @param bytes  a whole number of blocks
 * @returns `bytes.length / block.bytes * block.weights` numbers
 * @throws {RangeError} when the bytes are not whole blocks
 */
export function dequantise(type: GgufType, bytes: Uint8Array): Float32Array {
  const block = BLOCKS[type];
  if (bytes.length % block.bytes !== 0)
    throw new RangeError(`${bytes.length} bytes are not whole ${type} blocks`);
  const out = new Float32Array((bytes.length / block.bytes) * block.weights);
  EXPANDERS[type](bytes, out);
  return out;
}

const EXPANDERS: Readonly<Record<GgufType, Expand>> = {
  F32: (bytes, out) => {
    new Uint8Array(out.buffer).set(bytes);
  },
  F16: (bytes, out) => {
    for (let i = 0; i < out.length; i++) out[i] = half(bytes, 2 * i);
  },
  // bfloat16 is the upper half of a float32; moved as bits, so that NaN payloads survive too
  BF16: (bytes, out) => {
    const bits = new Uint32Array(out.buffer);
    for (let i = 0; i < bits.length; i++) bits[i] = u16(bytes, 2 * i) << 16;
  },
  // f16 d | 32 int8 q: w = d·q
  Q8_0: (bytes, out) => {
    for (let at = 0, to = 0; at < bytes.length; at += 34, to += 32) {
      const d = half(bytes, at);
      for (let i = 0; i < 32; i++) out[to + i] = d * (((bytes[at + 2 + i] ?? 0) << 24) >> 24);
    }
  },
  // f16 d | 16 bytes of nibbles q, low ones first: w = d·(q − 8)
  Q4_0: (bytes, out) => {
    for (let at = 0, to = 0; at < bytes.length; at += 18, to += 32) {
      const d = half(bytes, at);
      for (let i = 0; i < 16; i++) {
        const pair = bytes[at + 2 + i] ?? 0;
        out[to + i] = d * ((pair & 15) - 8);
        out[to + 16 + i] = d * ((pair >> 4) - 8);
      }
    }
  },
  // f16 d | f16 m | 16 bytes of nibbles q: w = d·q + m
  Q4_1: (bytes, out) => {
    for (let at = 0, to = 0; at < bytes.length; at += 20, to += 32) {
      const d = half(bytes, at);
      const m = half(bytes, at + 2);
      for (let i = 0; i < 16; i++) {
        const pair = bytes[at + 4 + i] ?? 0;
        out[to + i] = d * (pair & 15) + m;
        out[to + 16 + i] = d * (pair >> 4) + m;
      }
    }
  },
  // f16 d | u32 of fifth bits | 16 bytes of nibbles: q = nibble + 16·bit, w = d·(q − 16)
  Q5_0: (bytes, out) => {
    for (let at = 0, to = 0; at < bytes.length; at += 22, to += 32) {
      const d = half(bytes, at);
      const high = u32(bytes, at + 2);
      for (let i = 0; i < 16; i++) {
        const pair = bytes[at + 6 + i] ?? 0;
        out[to + i] = d * (((pair & 15) | fifth(high, i)) - 16);
        out[to + 16 + i] = d * (((pair >> 4) | fifth(high, 16 + i)) - 16);
      }
    }
  },
  // f16 d | f16 m | u32 of fifth bits | 16 bytes of nibbles: w = d·q + m
  Q5_1: (bytes, out) => {
    for (let at = 0, to = 0; at < bytes.length; at += 24, to += 32) {
      const d = half(bytes, at);
      const m = half(bytes, at + 2);
      const high = u32(bytes, at + 4);
      for (let i = 0; i < 16; i++) {
        const pair = bytes[at + 8 + i] ?? 0;
        out[to + i] = d * ((pair & 15) | fifth(high, i)) + m;
        out[to + 16 + i] = d * ((pair >> 4) | fifth(high, 16 + i)) + m;
      }
    }
  },
};

const u16 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) | (u16(bytes, at + 2) << 16);
const half = (bytes: Uint8Array, at: number): number => HALVES[u16(bytes, at)] ?? 0;
/** 16 where weight `i` has its fifth bit. */
const fifth = (bits: number, i: number): number => ((bits >>> i) & 1) << 4;
