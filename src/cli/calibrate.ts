import { dotpHome } from '../../models/sources/home.ts';
import { calibrate, type LinearLens } from '../dispatch/calibration.ts';
import { headRoles } from '../dispatch/head-roles.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { keptMeasurements } from './kept-measurements.ts';
import { openModel } from './open-model.ts';
import type { CommonOptions } from './options.ts';

/** What a calibration left, and how long each part took. */
export interface Calibrated {
  readonly model: string;
  readonly lens: LinearLens;
  /** Milliseconds. */
  readonly took: { readonly lens: number; readonly roles: number };
}

/** Measures what is kept of a model: its linear lens anew, and its heads' roles where they are not known. */
export async function calibrateModel(options: CommonOptions, how: CallOptions): Promise<Calibrated> {
  const runner = await openModel(options, how);
  try {
    const model = await runner.facts();
    const shelf = keptMeasurements(dotpHome(process.env))(model.fingerprint);
    const start = performance.now();
    const lens = await calibrate({ runner, model, shelf, options: how });
    const fitted = performance.now();
    const prompt = { text: '', tokens: [] };
    await headRoles({ runner, model, shelf, prompt, seed: options.seed, options: how });
    return {
      model: model.name,
      lens,
      took: { lens: fitted - start, roles: performance.now() - fitted },
    };
  } finally {
    await runner.close();
  }
}
