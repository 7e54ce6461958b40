import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { ModelError } from '../../../models/errors.ts';
import { describeGguf } from '../../../models/formats/describe-gguf.ts';
import { expandedPieces } from '../../../models/formats/expand-tensor.ts';
import { readGgufFrom } from '../../../models/formats/gguf.ts';
import { readSafetensorsFrom } from '../../../models/formats/safetensors.ts';
import { inMemory } from './bytes.ts';
import { corrupt } from './corrupt.ts';
import { golden } from './goldens.ts';

const CASES = 10_000;
const MEMORY_CAP = 256 * 2 ** 20;

/** Peak memory of this process; every test file has its own. */
const peak = (): number => process.resourceUsage().maxRSS * 1024;

/**
 * Reads so many damaged copies.
 *
 * @returns how often each error code came (`''`: the damage hit nothing that the reader promises)
 */
async function damaged(
  file: Uint8Array,
  header: number,
  read: (bytes: Uint8Array) => Promise<unknown>,
): Promise<ReadonlyMap<string, number>> {
  const codes = new Map<string, number>();
  for (let seed = 0; seed < CASES; seed++) {
    const code = await read(corrupt(file, header, seed)).then(
      () => '',
      (error: unknown) => {
        if (!(error instanceof ModelError))
          throw new Error(`seed ${seed}: not a named error`, { cause: error });
        expect(error.message.length).toBeLessThan(1000);
        return error.code;
      },
    );
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  return codes;
}

let before = 0;
beforeAll(() => {
  before = peak();
});

test(`${CASES} damaged safetensors files give named errors and no more memory`, async () => {
  const file = readFileSync(golden('tiny-shards/model-00001-of-00003.safetensors'));
  const codes = await damaged(file, 1200, (bytes) => readSafetensorsFrom(inMemory(bytes)));
  expect([...codes.keys()]).toEqual(
    expect.arrayContaining([
      'truncated',
      'header-invalid',
      'header-too-large',
      'tensor-hole',
      'name-duplicate',
      'type-unsupported',
      'shape-mismatch',
    ]),
  );
  expect(peak() - before).toBeLessThan(MEMORY_CAP);
});

test(`${CASES} damaged GGUF files give named errors and no more memory`, async () => {
  const file = readFileSync(golden('tiny.gguf'));
  const codes = await damaged(file, 1900, async (bytes) => {
    const source = inMemory(bytes);
    const read = await readGgufFrom(source);
    describeGguf(read);
    for (const tensor of read.tensors.values())
      for await (const _ of expandedPieces(source, tensor.name, tensor, undefined));
  });
  expect([...codes.keys()]).toEqual(
    expect.arrayContaining([
      'truncated',
      'header-invalid',
      'not-a-model',
      'version-unsupported',
      'tensor-hole',
      'type-unsupported',
      'config-invalid',
      'weights-not-finite',
    ]),
  );
  expect(peak() - before).toBeLessThan(MEMORY_CAP);
});
