import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { CHECKPOINTS } from '../../support/llama-goldens.ts';
import { smollm2Gguf } from '../../support/smollm2.ts';

/** Debian's chromium brings SwiftShader, Vulkan in software, so that WebGPU runs without a graphics card. */
const CHROMIUM = '/usr/lib/chromium';
const SWIFTSHADER = `${CHROMIUM}/vk_swiftshader_icd.json`;
const CHILD = fileURLToPath(new URL('../../support/device-compare.ts', import.meta.url));
const found = await access(SWIFTSHADER).then(
  () => true,
  () => false,
);

/** A process of its own, because the Vulkan loader is found by the environment a process starts with. */
async function compared(
  what: string,
): Promise<{ device: string; notes: string[]; errors: Record<string, number> }> {
  const env = { ...process.env, LD_LIBRARY_PATH: CHROMIUM, VK_ICD_FILENAMES: SWIFTSHADER };
  const args = ['--import', 'tsx', CHILD, 'webgpu', what];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

test.skipIf(!found).each(CHECKPOINTS)(
  'WebGPU in software agrees with the processor at every hook, edited and cached, and with autograd back: %s',
  async (name) => {
    const { device, notes, errors } = await compared(name);
    expect(device).toBe('webgpu');
    for (const [hook, error] of Object.entries(errors)) expect(error, hook).toBeLessThan(1e-3);
    const gradients = Object.keys(errors).filter((each) => each.includes('gradient at'));
    expect(gradients.length, 'gradients under both rules').toBeGreaterThan(40);
    expect(notes, 'nothing fell back to the processor').toEqual([]);
  },
);

test.skipIf(!found)('and on SmolLM2', async () => {
  const { device, errors } = await compared(await smollm2Gguf());
  expect(device).toBe('webgpu');
  expect(Object.keys(errors)).toHaveLength(545);
  for (const [hook, error] of Object.entries(errors)) expect(error, hook).toBeLessThan(1e-3);
});
