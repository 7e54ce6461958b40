import { setImmediate as loopTurn } from 'node:timers/promises';
import { type HookName, residualHooks } from '../../src/kernel/hooks.ts';
import type { CallOptions } from '../../src/kernel/progress.ts';
import { type Tensor, tensor } from '../../src/kernel/tensor.ts';
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
  const part = statesApart(hooks, width, Math.max(1, Math.floor(PART / (hooks.length * width))));

  async function flush(): Promise<void> {
    if (part.filled() > 0) await summing.add(part.taken());
  }

  return {
    async add(run) {
      const states = (run.get('hook_embed')?.data.length ?? 0) / width;
      for (let from = 0; from < states; ) {
        from = part.fill(run, from);
        if (part.full()) await flush();
      }
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

/** Memory for `room` states of each hook, filled from runs and used again once they are taken. */
function statesApart(hooks: readonly HookName[], width: number, room: number) {
  const data = new Float32Array(hooks.length * room * width);
  let filled = 0;
  return {
    filled: () => filled,
    full: () => filled === room,
    /** Takes the run's states from one of them on, as many as there is room for; says where the rest begins. */
    fill(run: Run, from: number): number {
      const states = (run.get(hooks[0] ?? '')?.data.length ?? 0) / width;
      const end = Math.min(states, from + room - filled);
      hooks.forEach((hook, h) => {
        const { data: of } = run.get(hook) ?? lost(hook);
        data.set(of.subarray(from * width, end * width), (h * room + filled) * width);
      });
      filled += end - from;
      return end;
    },
    /** `[hook, states, D]`, until it is filled anew. */
    taken(): Tensor {
      const each = filled * width;
      hooks.forEach((_, h) => {
        data.copyWithin(h * each, h * room * width, h * room * width + each);
      });
      const states = tensor([hooks.length, filled, width], data.subarray(0, hooks.length * each));
      filled = 0;
      return states;
    },
  };
}

function lost(hook: string): never {
  throw new RangeError(`a run without ${hook}`);
}
