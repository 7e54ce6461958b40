import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { calibrate } from '../../src/dispatch/calibration.ts';
import { openShelf } from '../../src/memory/shelf.ts';
import { askOf } from '../roles/asking.ts';

export interface CalibrationTime {
  readonly cores: number;
  /** Milliseconds from the call to the kept file, the model being open; and of all threads together. */
  readonly wall: number;
  readonly processor: number;
  /** Of the wall: writing texts with their sums, and solving with the writing of the file. */
  readonly writing: number;
  readonly solving: number;
  /** Processes that wanted to run meanwhile, ours included: mean over the minute before its end. */
  readonly load: number;
}

/** Calibrates a model into a folder that is thrown away. */
export async function timeCalibration(model: string): Promise<CalibrationTime> {
  const { ask, runner } = await askOf(model);
  const home = await mkdtemp(join(tmpdir(), 'dotp-lens-'));
  try {
    const start = performance.now();
    const used = process.cpuUsage();
    let solving: number | undefined;
    const onProgress = ({ step }: { step: string }) => {
      if (step.includes('solving')) solving ??= performance.now();
    };
    await calibrate({ ...ask, shelf: openShelf(ask.model.fingerprint, { home }), options: { onProgress } });
    const end = performance.now();
    const { user, system } = process.cpuUsage(used);
    return {
      cores: cpus().length,
      wall: end - start,
      processor: (user + system) / 1000,
      writing: (solving ?? end) - start,
      solving: end - (solving ?? end),
      load: loadavg()[0] ?? Number.NaN,
    };
  } finally {
    await rm(home, { recursive: true, force: true });
    await runner.close();
  }
}
