import type { LoadedModel } from '../../models/loaded.ts';
import { inTurn } from './in-turn.ts';
import { defaultLimits, type RunnerLimits } from './limits.ts';
import type { Runner } from './runner.ts';
import { runnerOver } from './runner-over.ts';

/** A runner in this thread: for tests and scripts. A run blocks everything else in the process. */
export function inlineRunner(model: LoadedModel, limits: Partial<RunnerLimits> = {}): Runner {
  const all = { ...defaultLimits(), ...limits };
  return inTurn(runnerOver(model, all), all);
}
