import type { Probe } from '../analysis/probe.ts';
import { blockHook, type LayerHook } from '../kernel/hooks.ts';
import { type Tensor, tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import { meanOutput } from './head-roles-effects.ts';

/** The probe's runs, by layer. */
export interface ProbeRuns {
  /** `[sequence, head, query, key]` */
  readonly repeated: readonly Tensor[];
  readonly fresh: readonly Tensor[];
  /** `[sequence, token, key-value head, headWidth]`, of the repeated ones. */
  readonly values: readonly Tensor[];
  /** `[sequence, token, width]` hook_resid_pre of the repeated ones. */
  readonly entering: readonly Tensor[];
  /** `[head, headWidth]`, mean output over the repeated ones. */
  readonly means: readonly Tensor[];
  readonly nothing: Tensor;
}

export async function probeRuns({ runner, model, options }: Ask, probe: Probe): Promise<ProbeRuns> {
  const hooks = (...names: LayerHook[]) =>
    names.flatMap((name) => Array.from({ length: model.layers }, (_, layer) => blockHook(layer, name)));
  const nothing = tensor([0], new Float32Array(0));
  const repeated = await runner.traceBatch(
    {
      rows: probe.repeated,
      hooks: hooks('attn.hook_pattern', 'attn.hook_v', 'attn.hook_z', 'hook_resid_pre'),
    },
    options,
  );
  const fresh = await runner.traceBatch({ rows: probe.fresh, hooks: hooks('attn.hook_pattern') }, options);
  const of = (found: typeof repeated, name: LayerHook) =>
    hooks(name).map((hook) => found.get(hook) ?? nothing);
  return {
    repeated: of(repeated, 'attn.hook_pattern'),
    fresh: of(fresh, 'attn.hook_pattern'),
    values: of(repeated, 'attn.hook_v'),
    entering: of(repeated, 'hook_resid_pre'),
    means: of(repeated, 'attn.hook_z').map(meanOutput),
    nothing,
  };
}
