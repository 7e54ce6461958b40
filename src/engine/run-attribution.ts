import type { AttributeRequest, LoadedModel } from '../../models/loaded.ts';
import { attributionHooks } from '../../models/session/attribute-hooks.ts';
import type { Attributed } from '../kernel/attributed.ts';
import { assertFits, runBytes } from './memory.ts';
import { assertEdges, assertPrompt } from './request-checks.ts';

/** On the way back as much is held as on the way there, and what lies between. */
const THERE_AND_BACK = 2.5;

/** @throws {EngineError} `prompt-empty`, `request-invalid`, `too-large`; {ModelError} of the run */
export async function runAttribution(
  model: LoadedModel,
  request: AttributeRequest,
  maxRunBytes: number,
): Promise<Attributed> {
  assertPrompt(request.tokens);
  assertEdges(request.edges);
  const rows = (request.points?.length ?? 0) + 1;
  const tokens = request.tokens.length;
  const { hooks, gradients } = attributionHooks(request, model.facts.layers, false);
  const size = { rows, tokens, hooks: [...hooks, ...gradients], logitPositions: 0 };
  assertFits(
    THERE_AND_BACK * runBytes(model.facts, size),
    maxRunBytes,
    `An attribution over ${tokens} tokens at ${rows} points`,
  );
  return model.attribute(request);
}
