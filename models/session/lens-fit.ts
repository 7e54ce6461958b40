import { setImmediate as loopTurn } from 'node:timers/promises';
import { residualHooks } from '../../src/kernel/hooks.ts';
import type { CallOptions } from '../../src/kernel/progress.ts';
import { at, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { writeSafetensors } from '../formats/safetensors-write.ts';
import { LENS_BIASES, LENS_MAPS } from '../graph/lens.ts';
import type { ForwardRequest, ForwardResult, LensFit, LensFitRequest } from '../loaded.ts';
import { spansOf } from './batches.ts';
import { lensSolver } from './lens-solve.ts';
import { type LensSums, lensSumming } from './lens-sums.ts';

/** States of one part, in numbers of float32: 128 MiB. */
const PART = 2 ** 25;

/** The model that is fitted. */
interface Fitted {
  readonly layers: number;
  readonly width: number;
  forward(request: ForwardRequest): Promise<ForwardResult>;
}

/**
 * Linear maps from the state at every depth to the final one, fitted on what the model says of some
 * rows, and written to a file that `lensMapping` reads. The file appears whole or not at all.
 *
 * @throws the signal's reason, between parts and between depths; {ModelError} of `forward`
 */
export async function fitLens(
  model: Fitted,
  request: LensFitRequest,
  { signal, onProgress }: CallOptions,
): Promise<LensFit> {
  const { rows, skip, ridge, file, about } = request;
  const hooks = residualHooks(model.layers);
  const length = rows[0]?.length ?? 0;
  const parts = spansOf(rows.length, Math.max(1, Math.floor(PART / (hooks.length * length * model.width))));
  const summing = await lensSumming(hooks.length - 1, model.width);
  try {
    for (const [i, { from, to }] of parts.entries()) {
      await loopTurn(); // a cancel may arrive
      signal?.throwIfAborted();
      onProgress?.({ step: 'Reading its states', done: i, total: parts.length, unit: 'steps' });
      const read = await model.forward({ tokens: rows.slice(from, to), hooks, logitPositions: [] });
      await summing.add(
        stacked(
          hooks.map((hook) => read.hooks.get(hook) ?? lost(hook)),
          skip,
        ),
      );
    }
    const sums = summing.total();
    const maps = await solveAll(sums, ridge, {
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
    await writeSafetensors(file, maps, { ...about, states: String(sums.count), ridge: String(ridge) });
    return { states: sums.count, depths: sums.depths };
  } finally {
    await summing.close();
  }
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
      await loopTurn();
      signal?.throwIfAborted();
      onProgress?.({ step: 'Solving for its lens', done: depth, total: depths, unit: 'steps' });
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

/** Hooks `[B, T, D]` as `[hook, B · (T − skip), D]`, without the first `skip` positions of each row. */
function stacked(hooks: readonly Tensor[], skip: number): Tensor {
  const [batch = 0, tokens = 0, width = 0] = hooks[0]?.shape ?? [];
  const size = (tokens - skip) * width;
  const data = new Float32Array(hooks.length * batch * size);
  hooks.forEach((hook, h) => {
    for (let row = 0; row < batch; row++)
      data.set(at(hook, row).data.subarray(skip * width), (h * batch + row) * size);
  });
  return tensor([hooks.length, batch * (tokens - skip), width], data);
}

function lost(hook: string): never {
  throw new RangeError(`a run without ${hook}`);
}
