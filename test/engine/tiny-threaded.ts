import type { Runner } from '../../src/engine/runner.ts';
import { type ThreadedLimits, threadedRunner } from '../../src/engine/threaded.ts';
import type { CallOptions } from '../../src/kernel/progress.ts';
import type { TinyData } from '../support/tiny-loader.ts';

const LOADER = new URL('../support/tiny-loader.ts', import.meta.url).href;

/** The tiny model in a real worker thread, to be ill-treated as `data` and the prompts say. */
export const tinyThreaded = (
  data: TinyData = {},
  limits: Partial<ThreadedLimits> = {},
  options: CallOptions = {},
): Promise<Runner> => threadedRunner({ loader: LOADER, data }, limits, options);
