import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { TextCodec } from '../../../models/text-codec.ts';

/** Made by test/models/goldens/make_tokenizer_goldens.py with the Rust library. */
export const goldenText = (name: string): string =>
  readFileSync(new URL(`../goldens/golden/${name}`, import.meta.url), 'utf8');

export const lines: readonly string[] = JSON.parse(goldenText('lines.json'));
const sums: Readonly<Record<string, readonly string[]>> = JSON.parse(goldenText('tokens.json'));

export const vocabulary: {
  readonly tokens: readonly string[];
  readonly merges: readonly string[];
  readonly special: number;
} = JSON.parse(goldenText('vocabulary.json'));

export const goldenJson = (name: string): Record<string, unknown> => JSON.parse(goldenText(name));

/** Every line gives the ids the golden was made with. */
export function expectGoldenTokens(codec: TextCodec, name: string): void {
  const expected = sums[name] ?? [];
  expect(expected.length).toBe(1000);
  const differing = lines.filter((line, i) => sumOf(codec.encode(line)) !== expected[i]);
  expect(differing).toEqual([]);
}

const sumOf = (ids: readonly number[]): string =>
  createHash('sha256').update(ids.join(',')).digest('hex').slice(0, 8);
