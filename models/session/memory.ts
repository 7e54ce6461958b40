import { totalmem } from 'node:os';
import type { ModelDescription } from '../description.ts';

const FLOAT_BYTES = 4;
/** What the hooks of one run may take before a prompt is refused: 4 GiB, or a quarter of a smaller machine. */
const PROMPT_BUDGET = Math.min(4 * 1024 ** 3, totalmem() / 4);
/** What a batch is cut into parts for: more at once is no faster, it only leaves the processor's caches. */
const BATCH_BUDGET = 320 * 1024 ** 2;
/** Outputs are kept twice while they are copied out. */
const COPIES = 2;

/**
 * Bytes that one row of a run holds at its end. Every hook of the graph stays in memory whether it is
 * fetched or not, so this depends on the number of tokens alone.
 */
export function rowBytes(model: ModelDescription, tokens: number): number {
  const { layers, heads, kvHeads, headWidth, width, mlpWidth } = model;
  const perToken = 4 * width + 3 * heads * headWidth + 5 * kvHeads * headWidth + 2 * mlpWidth;
  return FLOAT_BYTES * layers * tokens * (perToken + heads * tokens);
}

/** Longest prompt whose every hook fits the budget, at most the model's context. */
export function tokenCap(model: ModelDescription, budget: number = PROMPT_BUDGET): number {
  let fits = 0;
  for (let step = 2 ** 20; step >= 1; step /= 2)
    if (COPIES * rowBytes(model, fits + step) <= budget) fits += step;
  return Math.max(1, Math.min(fits, model.context));
}

/** Rows of a batch that go through the graph together. */
export const rowsAtOnce = (model: ModelDescription, tokens: number): number =>
  Math.max(1, Math.floor(BATCH_BUDGET / rowBytes(model, tokens)));

/** A gradient beside every hook, and what lies between them on the way back. */
const WITH_GRADIENTS = 2.5;

/** As `tokenCap`, for a run forwards and backwards. */
export const gradientTokenCap = (model: ModelDescription): number =>
  tokenCap(model, PROMPT_BUDGET / WITH_GRADIENTS);

/** As `rowsAtOnce`, for a run forwards and backwards. */
export const gradientRowsAtOnce = (model: ModelDescription, tokens: number): number =>
  Math.max(1, Math.floor(rowsAtOnce(model, tokens) / WITH_GRADIENTS));
