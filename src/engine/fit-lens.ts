import type { LensFit, LoadedModel } from '../../models/loaded.ts';
import { residualHooks } from '../kernel/hooks.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { cancelled, invalid } from './errors.ts';
import { generate } from './generate.ts';
import { assertFits, generationBytes } from './memory.ts';
import type { LensFitRequest } from './runner.ts';

/**
 * A linear lens, fitted on the states that the model has while it writes: nothing is run twice.
 *
 * @throws {EngineError} `prompt-empty`, `request-invalid`, `too-large`, `cancelled`; {ModelError} of the runs
 */
export async function fitLens(
  model: LoadedModel,
  { start, samples, tokens, seed, ...writing }: LensFitRequest,
  maxRunBytes: number,
  { signal, onProgress }: CallOptions = {},
): Promise<LensFit> {
  const { layers, width } = model.facts;
  if (!(writing.ridge > 0)) throw invalid(`A ridge of ${writing.ridge} has no meaning.`, 'Give more than 0.');
  const sums = 3 * 4 * 2 * layers * width ** 2; // of two products and the maps
  const size = { samples, promptTokens: start.length, maxTokens: tokens };
  assertFits(sums + generationBytes(model.facts, size), maxRunBytes, 'Fitting the linear lens');
  const stop = signal === undefined ? {} : { signal };
  const fitting = await model.lensFitting();
  try {
    await generate(
      model,
      { tokens: start, maxTokens: tokens, samples, pastEnd: true, sampling: { temperature: 1, seed } },
      {
        ...stop,
        onProgress: ({ done, total }) =>
          onProgress?.({
            step: 'Calibrating: it writes texts of its own',
            done,
            ...(total && { total }),
            unit: 'tokens',
          }),
        reading: { hooks: residualHooks(layers), read: (run) => fitting.add(run) },
      },
    );
    return await fitting.write(writing, { ...stop, ...(onProgress && { onProgress }) });
  } catch (error) {
    throw signal?.aborted ? cancelled() : error;
  } finally {
    await fitting.close();
  }
}
