import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calibrate } from '../../src/dispatch/calibration.ts';
import { openShelf } from '../../src/memory/shelf.ts';
import { askOf } from '../roles/asking.ts';

const FOLDER = fileURLToPath(new URL('../../models/teaching/measured/', import.meta.url));

/** Calibrates the teaching model and writes the files that come with it. */
export async function keepShippedLens(): Promise<void> {
  const { ask, runner } = await askOf('shipped');
  const home = await mkdtemp(join(tmpdir(), 'dotp-lens-'));
  try {
    const { path } = await calibrate({ ...ask, shelf: openShelf(ask.model.fingerprint, { home }) });
    for (const old of await readdir(FOLDER)) if (old.endsWith('.bin')) await rm(join(FOLDER, old));
    for (const name of await readdir(dirname(path)))
      await copyFile(join(dirname(path), name), join(FOLDER, name));
  } finally {
    await rm(home, { recursive: true, force: true });
    await runner.close();
  }
}
