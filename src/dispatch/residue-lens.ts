import type { LensRow } from '../analysis/lens-prior.ts';
import { blockHook } from '../kernel/hooks.ts';
import type { TokenId } from '../kernel/ids.ts';
import type { Ask } from './command.ts';
import { layerStates } from './residue-measure.ts';

/** Words kept of each state for the lens's prior: what lies behind them is below .01 each. */
const KEPT = 100;

/** One prompt's lens at its last position, for the priors. */
export async function lensRows(ask: Ask, tokens: readonly TokenId[]): Promise<LensRow[]> {
  const { runner, model, options } = ask;
  const hooks = Array.from({ length: model.layers }, (_, layer) => blockHook(layer, 'hook_resid_post'));
  const trace = await runner.trace({ tokens, hooks }, options);
  const { top } = await runner.readout(layerStates(ask, trace), { top: KEPT }, options);
  return top.map((row) => row.map(({ token, prob }) => [token.id, prob] as const));
}
