import { setImmediate as loopTurn } from 'node:timers/promises';
import { type HookName, residualHooks } from '../../src/kernel/hooks.ts';
import type { CallOptions } from '../../src/kernel/progress.ts';
import { sizeOf, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { writeSafetensors } from '../formats/safetensors-write.ts';
import { LENS_BIASES, LENS_MAPS } from '../graph/lens.ts';
import type { LensFitting } from '../loaded.ts';
import { lensSolver } from './lens-solve.ts';
import { type LensSums, lensSumming } from './lens-sums.ts';

/** States summed together, in numbers of float32: 128 MiB. */
const PART = 2 ** 25;

type Run = ReadonlyMap<HookName, Tensor>;

/** A regression of the final residual state on every earlier one, gathered from runs, written as a lens. */
export async function lensFitting({
  layers,
  width,
}: {
  layers: number;
  width: number;
}): Promise<LensFitting> {
  const hooks = residualHooks(layers);
  const summing = await lensSumming(hooks.length - 1, width);
  let waiting: Run[] = [];
  let states = 0;

  async function flush(): Promise<void> {
    if (waiting.length > 0) await summing.add(stacked(waiting, hooks, width));
    waiting = [];
    states = 0;
  }

  return {
    async add(run) {
      waiting.push(run);
      states += sizeOf(run.get('hook_embed')?.shape ?? []) / width;
      if (states * width * hooks.length >= PART) await flush();
    },
    async write({ ridge, file, about }, how) {
      await flush();
      const sums = summing.total();
      const maps = await solveAll(sums, ridge, how);
      await writeSafetensors(file, maps, { ...about, states: String(sums.count), ridge: String(ridge) });
      return { states: sums.count, depths: sums.depths };
    },
    close: () => summing.close(),
  };
}

async function solveAll(
  sums: LensSums,
  ridge: number,
  { signal, onProgress }: CallOptions,
): Promise<Map<string, Tensor>> {
  const { depths, width } = sums;
  const maps = new Float32Array(depths * width * width);
  const biases = new Float32Array(depths * width);
  const solver = await lensSolver();
  try {
    for (let depth = 0; depth < depths; depth++) {
      await loopTurn(); // a cancel may arrive
      signal?.throwIfAborted();
      onProgress?.({ step: 'Calibrating: solving for its lens', done: depth, total: depths, unit: 'steps' });
      const { map, bias } = await solver.solve(sums, depth, ridge);
      maps.set(map, depth * map.length);
      biases.set(bias, depth * width);
    }
  } finally {
    await solver.close();
  }
  return new Map([
    [LENS_MAPS, tensor([depths, width, width], maps)],
    [LENS_BIASES, tensor([depths, 1, width], biases)],
  ]);
}

/** Hooks `[B, T, D]` of several runs as `[hook, states, D]`. */
function stacked(runs: readonly Run[], hooks: readonly HookName[], width: number): Tensor {
  const of = (run: Run, hook: HookName): Float32Array => (run.get(hook) ?? lost(hook)).data;
  const each = runs.reduce((sum, run) => sum + of(run, 'hook_embed').length, 0);
  const data = new Float32Array(hooks.length * each);
  hooks.forEach((hook, h) => {
    let offset = h * each;
    for (const run of runs) {
      data.set(of(run, hook), offset);
      offset += of(run, hook).length;
    }
  });
  return tensor([hooks.length, each / width, width], data);
}

function lost(hook: string): never {
  throw new RangeError(`a run without ${hook}`);
}
