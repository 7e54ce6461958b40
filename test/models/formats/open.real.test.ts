import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWeights } from '../../../models/formats/open.ts';
import { smollm2Gguf } from '../../support/smollm2.ts';
import { sums, sumsOf } from './goldens.ts';

let cacheFolder = '';
beforeAll(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'dotp-real-'));
});
afterAll(() => rm(cacheFolder, { recursive: true, force: true }));

test('every weight of SmolLM2 is what transformers makes of the same file, in bounded memory', async () => {
  const path = await smollm2Gguf();
  const before = process.resourceUsage().maxRSS;
  const { weights, description, quantised } = await openWeights(path, { cacheFolder });
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(256 * 1024);
  expect([quantised, description.tied, description.layers]).toEqual(['Q4_1', true, 30]);
  expect(await sumsOf(weights)).toEqual(sums.smollm2);
});
