import { dotpHome } from '../../models/sources/home.ts';
import { openRunner } from '../engine/open.ts';
import type { Runner } from '../engine/runner.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { CommonOptions } from './options.ts';

/** Opens the model that the options name, in its worker. */
export const openModel = ({ model, device }: CommonOptions, options: CallOptions): Promise<Runner> =>
  openRunner({ model, device, home: dotpHome(process.env), env: process.env, ...options });
