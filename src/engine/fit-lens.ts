import type { LensFit, LensFitRequest, LoadedModel } from '../../models/loaded.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { cancelled, invalid } from './errors.ts';
import { assertFits } from './memory.ts';
import { assertPrompt } from './request-checks.ts';

/**
 * A linear lens, after what it takes has been looked at: sums of `2 · depths · D²` numbers, and the maps.
 *
 * @throws {EngineError} `prompt-empty`, `request-invalid`, `too-large`, `cancelled`; {ModelError} of the run
 */
export async function fitLinearLens(
  model: LoadedModel,
  request: LensFitRequest,
  maxRunBytes: number,
  options: CallOptions = {},
): Promise<LensFit> {
  const { layers, width } = model.facts;
  const [first] = request.rows;
  assertPrompt(first);
  if (request.skip < 0 || request.skip >= (first?.length ?? 0))
    throw invalid(`Without ${request.skip} positions nothing is left of a row.`, 'Leave out fewer.');
  if (!(request.ridge > 0))
    throw invalid(`A ridge of ${request.ridge} has no meaning.`, 'Give a number above 0.');
  assertFits(3 * 2 * layers * width * width * 4, maxRunBytes, `A linear lens of ${2 * layers} depths`);
  try {
    return await model.fitLens(request, options);
  } catch (error) {
    throw options.signal?.aborted ? cancelled() : error;
  }
}
