import type { HookName } from '../../src/kernel/hooks.ts';
import type { Tensor } from '../../src/kernel/tensor.ts';
import { ModelError } from '../errors.ts';
import type { HookSource } from '../graph/hooks.ts';

/** @throws {ModelError} `hook-unknown` */
export function sourceOf(sources: ReadonlyMap<HookName, HookSource>, hook: HookName): HookSource {
  const source = sources.get(hook);
  if (source !== undefined) return source;
  throw new ModelError({
    code: 'hook-unknown',
    what: `This model has no hook ${hook}.`,
    where: hook,
    fix: "Use TransformerLens' names, such as blocks.0.attn.hook_pattern or hook_embed.",
  });
}

/**
 * Two names of one tensor (hook_resid_post and the next hook_resid_pre) become two, so that each may be
 * transferred.
 *
 * @param taken  buffers already handed out in the same answer
 */
export function withOwnBuffers(
  hooks: ReadonlyMap<HookName, Tensor>,
  taken: Set<ArrayBufferLike> = new Set(),
): Map<HookName, Tensor> {
  return new Map(
    Array.from(hooks, ([hook, { shape, data }]) => {
      const own = taken.has(data.buffer) ? data.slice() : data;
      taken.add(own.buffer);
      return [hook, { shape, data: own }];
    }),
  );
}
