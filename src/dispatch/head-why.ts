import type { HeadAddress } from '../analysis/attention.ts';
import type { HeadWhy } from '../analysis/head-finding.ts';
import { qk } from '../analysis/qk.ts';
import { blockHook, type HookName } from '../kernel/hooks.ts';
import { at, tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import { headParts } from './head-parts.ts';

const LISTED = 24;

/**
 * Why the head looks at `key` from `position`: see `qk`.
 *
 * @param reference  keys that the look is compared with
 */
export async function headWhy(
  ask: Ask,
  address: HeadAddress,
  position: number,
  key: number,
  reference: readonly number[],
): Promise<HeadWhy> {
  const { runner, prompt, options } = ask;
  const hooks = [
    blockHook(address.layer, 'ln1.hook_scale'),
    blockHook(address.layer, 'attn.hook_attn_scores'),
  ];
  const run = await runner.trace({ tokens: prompt.tokens.map(({ id }) => id), hooks }, options);
  const of = (hook: HookName = '') => at(run.hooks.get(hook) ?? tensor([1, 0], new Float32Array(0)), 0);
  const scores = at(of(hooks[1]), address.head, position).data;
  const parts = await headParts(ask, address, position, of(hooks[0]).data);
  return qk({ ...parts, scores, key, reference, top: LISTED });
}
