import { dotpHome } from '../../models/sources/home.ts';
import type { Device } from '../kernel/model.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { LoadData } from './load.ts';
import type { Runner } from './runner.ts';
import { type ThreadedLimits, threadedRunner } from './threaded.ts';

export interface OpenOptions extends CallOptions {
  /** A known name, a Hugging Face id, a folder, a `.gguf` file; left out: `DOTP_MODEL`, else `auto`. */
  readonly model?: string | undefined;
  readonly device?: Device;
  /** Cache folder; default by `env`. */
  readonly home?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly limits?: Partial<ThreadedLimits>;
}

const LOADER = new URL('./load.ts', import.meta.url).href;

/**
 * Opens a model in a worker thread of its own, fetching it first if need be. `signal` and `onProgress`
 * are for the opening; close the runner when done, though an idle one keeps no process alive.
 *
 * @throws {EngineError} `cancelled`, `worker-lost`, `out-of-memory`; {ModelError} what is wrong with the model
 */
export function openRunner(options: OpenOptions): Promise<Runner> {
  const { model, device = 'cpu', env, home = dotpHome(env), limits = {}, ...how } = options;
  const data: LoadData = { device, home, env: defined(env), ...(model === undefined ? {} : { model }) };
  return threadedRunner({ loader: LOADER, data }, limits, how);
}

/** A plain copy: `process.env` itself cannot travel to a worker. */
const defined = (env: OpenOptions['env']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
