import { dotpHome } from '../../models/sources/home.ts';
import type { OpenOptions } from '../engine/open.ts';
import type { Runner } from '../engine/runner.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { CommonOptions } from './options.ts';

/** Opens the model that the options name, in its worker. The engine is loaded only when a call needs it. */
export async function openModel(
  { model, device }: CommonOptions,
  options: Pick<OpenOptions, keyof CallOptions | 'limits'>,
): Promise<Runner> {
  const { openRunner } = await import('../engine/open.ts');
  return openRunner({ model, device, home: dotpHome(process.env), env: process.env, ...options });
}
