import type { GradientRequest, GradientResult, LoadedModel } from '../../models/loaded.ts';
import { assertFits, runBytes } from './memory.ts';
import { assertPrompt } from './request-checks.ts';

/** On the way back as much is held as on the way there, and what lies between. */
const THERE_AND_BACK = 2.5;

/** @throws {EngineError} `prompt-empty`, `too-large`; {ModelError} of the run */
export async function runGradients(
  model: LoadedModel,
  request: GradientRequest,
  maxRunBytes: number,
): Promise<GradientResult> {
  assertPrompt(request.tokens[0]);
  const rows = request.tokens.length;
  const tokens = request.tokens[0]?.length ?? 0;
  const hooks = [...request.hooks, ...request.gradients];
  const size = { rows, tokens, hooks, logitPositions: request.logitPositions?.length ?? tokens };
  assertFits(
    THERE_AND_BACK * runBytes(model.facts, size),
    maxRunBytes,
    `${rows} × ${tokens} tokens with ${request.gradients.length} gradients`,
  );
  return model.gradients(request);
}
