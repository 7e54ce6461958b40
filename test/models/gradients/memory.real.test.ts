import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { smollm2Gguf } from '../../support/smollm2.ts';

const CHILD = fileURLToPath(new URL('../../support/resident.ts', import.meta.url));
const counted = await access('/proc/self/smaps_rollup').then(
  () => true,
  () => false,
);

/** In a fresh process, because memory that was ever used is seldom given back. */
async function residentAfter(what: 'forward' | 'gradients'): Promise<number> {
  const args = ['--import', 'tsx', CHILD, await smollm2Gguf(), what];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return Number(stdout.trim().split('\n').at(-1));
}

test.skipIf(!counted)('gradients add at most 800 MB to what a plain run keeps resident', async () => {
  const [plain, there] = [await residentAfter('forward'), await residentAfter('gradients')];
  expect(plain).toBeGreaterThan(538); // the weights themselves, or this counts something else
  expect(there - plain).toBeGreaterThan(100);
  expect(there - plain).toBeLessThanOrEqual(800);
});
