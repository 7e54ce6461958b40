import type { AttributeRequest } from '../../models/loaded.ts';
import type { TokenId } from '../kernel/ids.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { Tensor } from '../kernel/tensor.ts';
import { EngineError, invalid } from './errors.ts';
import type { GenerateRequest, ReadoutRequest } from './runner.ts';
import { assertSampling } from './sampling.ts';

/** @throws {EngineError} `prompt-empty` */
export function assertPrompt(tokens: readonly TokenId[] | undefined): void {
  if (tokens !== undefined && tokens.length > 0) return;
  throw new EngineError(
    { code: 'prompt-empty', what: 'There is no token to run the model on.', fix: 'Give a prompt.' },
    2,
  );
}

/**
 * @returns how many tokens may be written: as asked for, or what is left of the model's context
 * @throws {EngineError} `prompt-empty`, `request-invalid`, `too-large` when nothing is left of the context
 */
export function assertGeneration(
  { context }: ModelFacts,
  { tokens, maxTokens, samples = 1, stop = [], sampling, guards = [] }: GenerateRequest,
): number {
  assertPrompt(tokens);
  assertSampling(sampling);
  assertCount(samples, 'samples');
  assertCount(maxTokens, 'tokens to write');
  for (const { threshold } of guards)
    if (!Number.isFinite(threshold)) throw invalid('A guard’s threshold is not a number.', 'Give one.');
  if (stop.includes('')) throw invalid('An empty stop text would stop everything.', 'Leave it out.');
  if (tokens.length < context) return Math.min(maxTokens, context - tokens.length);
  throw new EngineError(
    {
      code: 'too-large',
      what: `The prompt's ${tokens.length} tokens leave nothing of the model's context of ${context}.`,
      fix: 'Use a shorter prompt.',
    },
    2,
  );
}

/** @throws {EngineError} `request-invalid` */
export function assertEdges(edges: AttributeRequest['edges']): void {
  if (edges === undefined || edges.top >= 0) return;
  throw invalid(`Edges into the ${edges.top} leading nodes cannot be had.`, 'Give a number of nodes from 0.');
}

/** @returns N, for states `[N, width]` */
export function assertStates({ width }: ModelFacts, { shape, data }: Tensor, ask: ReadoutRequest): number {
  const [count = 0, last] = shape;
  if (shape.length !== 2 || last !== width || data.length !== count * width)
    throw invalid(`States of shape [${shape.join(', ')}] cannot be read.`, `Give [N, ${width}].`);
  if (ask.scales !== undefined && ask.scales.length !== count)
    throw invalid(`${ask.scales.length} scales do not fit ${count} states.`, 'Give one for each.');
  return count;
}

function assertCount(count: number, of: string): void {
  if (!Number.isInteger(count) || count < 1)
    throw invalid(`${count} is not a number of ${of}.`, 'Give a whole number of at least 1.');
}
