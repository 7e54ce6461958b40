import { blockHook } from '../kernel/hooks.ts';
import type { TokenId } from '../kernel/ids.ts';
import { at, dot, type Tensor, tensor } from '../kernel/tensor.ts';
import type { MetricDirection } from '../kernel/trace.ts';
import type { Ask } from './command.ts';
import { tick } from './head-roles-progress.ts';

/** What the output circuits of all heads are read from. */
export interface Circuits {
  /** By layer, `[token of the pool, 1, head, headWidth]`: z of a head that reads one embedding alone. */
  readonly z: readonly Tensor[];
  /** By token of the pool: the way to its logit from the stream, and from every head's z. */
  readonly directions: readonly MetricDirection[];
}

/**
 * Every token's embedding put at the entry of *every* layer of a one-token row, where attention has
 * nothing to look at but itself: one small run gives W_E W_V of all heads.
 */
export async function outputCircuits(ask: Ask, pool: readonly TokenId[]): Promise<Circuits> {
  const { runner, model, options } = ask;
  const rows = pool.map((id) => [id]);
  const layers = Array.from({ length: model.layers }, (_, layer) => layer);
  const embedded = (await runner.traceBatch({ rows, hooks: ['hook_embed'] }, options)).get('hook_embed');
  const interventions = pool.flatMap((_, row) => {
    const value = at(embedded ?? nothing, row, 0).data;
    return layers.map((layer) => ({ kind: 'residual' as const, layer, position: 0, row, value }));
  });
  const hooks = layers.map((layer) => blockHook(layer, 'attn.hook_z'));
  const found = await runner.traceBatch({ rows, hooks, interventions }, options);
  const directions: MetricDirection[] = [];
  for (const [i, id] of pool.entries()) {
    tick(options, 'Reading what heads write', i, pool.length);
    directions.push(await runner.metricDirection(new Map([[id, 1]]), options));
  }
  return { z: hooks.map((hook) => found.get(hook) ?? nothing), directions };
}

/** `[source][token]`: direct logit of a token, up to the final norm's scale, after one head read the source. */
export function circuitOf({ z, directions }: Circuits, layer: number, head: number): Float32Array[] {
  const reads = directions.map(({ heads }) => at(heads, layer, head).data);
  return reads.map((_, source) => {
    const written = at(z[layer] ?? nothing, source, 0, head).data;
    return Float32Array.from(reads, (read) => dot(written, read));
  });
}

const nothing = tensor([0], new Float32Array(0));
