import type { AttributeRequest, LoadedModel } from '../../models/loaded.ts';
import { attributionHooks } from '../../models/session/attribute-hooks.ts';
import type { Attributed } from '../kernel/attributed.ts';
import type { ModelFacts } from '../kernel/model.ts';
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
  assertFits(
    attributionBytes(model.facts, request, { rows, tokens }),
    maxRunBytes,
    `An attribution over ${tokens} tokens at ${rows} points`,
  );
  return model.attribute(request);
}

function attributionBytes(
  facts: ModelFacts,
  request: Pick<AttributeRequest, 'rules' | 'edges'>,
  size: { readonly rows: number; readonly tokens: number },
): number {
  const { hooks, gradients } = attributionHooks(request, facts.layers, false);
  return THERE_AND_BACK * runBytes(facts, { ...size, hooks: [...hooks, ...gradients], logitPositions: 0 });
}

/** What an explanation asks for at least: exact gradients at five points and at the prompt, with edges. */
const LEAST = { rules: 'exact', edges: { top: 1 } } as const;
const LEAST_ROWS = 6;

/** Tokens of the longest prompt that can be explained, so that a longer one can be refused before anything is run. */
export function longestAttribution(facts: ModelFacts, maxRunBytes: number): number {
  let [fits, not] = [0, facts.maxTokens + 1];
  while (not - fits > 1) {
    const tokens = Math.floor((fits + not) / 2);
    if (attributionBytes(facts, LEAST, { rows: LEAST_ROWS, tokens }) <= maxRunBytes) fits = tokens;
    else not = tokens;
  }
  return fits;
}
