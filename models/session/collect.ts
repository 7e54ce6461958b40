import type { HookName } from '../../src/kernel/hooks.ts';
import { sizeOf, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import type { ModelDescription } from '../description.ts';
import { type Dimensions, type HookSource, hookShape } from '../graph/hooks.ts';
import type { DerivedHooks } from './derived.ts';
import type { Feed } from './runtime.ts';

/** Outputs that a hook needs. */
export function outputsOf(source: HookSource): readonly string[] {
  switch (source.kind) {
    case 'output':
      return [source.output];
    case 'rms':
      return [source.of];
    case 'scores':
      return [source.queries, source.keys];
    case 'result':
      return [source.z];
  }
}

/**
 * One hook, in its own shape and its own buffer.
 *
 * @param outputs  what the graph gave, holding at least `outputsOf(source)`
 * @param mask     the attention mask that the run was fed
 */
export async function collect(
  hook: HookName,
  source: HookSource,
  outputs: ReadonlyMap<string, Tensor>,
  run: Dimensions,
  model: ModelDescription,
  mask: Feed | undefined,
  derived: DerivedHooks,
): Promise<Tensor> {
  const shape = hookShape(hook, model, run);
  const get = (name: string): Tensor => outputs.get(name) ?? lost(name);
  switch (source.kind) {
    case 'output':
      return tensor(shape, get(source.output).data);
    case 'rms':
      return tensor(shape, rootMeanSquare(get(source.of), sizeOf(shape), source.epsilon));
    case 'scores':
      return tensor(shape, await derived.scores(get(source.queries), get(source.keys), mask, run));
    case 'result':
      return tensor(shape, await derived.result(get(source.z), source.outWeight));
  }
}

/** √(mean(x²) + ε) of each of `rows` rows. */
export function rootMeanSquare(states: Tensor, rows: number, epsilon: number): Float32Array {
  const width = states.data.length / rows;
  return Float32Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i++) sum += (states.data[i] ?? 0) ** 2;
    return Math.sqrt(sum / width + epsilon);
  });
}

function lost(name: string): never {
  throw new RangeError(`output ${name} was not fetched`);
}
