import { totalmem } from 'node:os';
import { constrainedMemory } from 'node:process';
import { hookShape } from '../kernel/hook-shape.ts';
import { blockHook, type HookName, LAYER_HOOKS } from '../kernel/hooks.ts';
import type { ModelFacts } from '../kernel/model.ts';
import { sizeOf } from '../kernel/tensor.ts';
import { EngineError } from './errors.ts';

const FLOAT = 4; // bytes

export interface RunSize {
  readonly rows: number;
  readonly tokens: number;
  readonly hooks: readonly HookName[];
  /** Positions whose logits are computed. */
  readonly logitPositions: number;
}

/**
 * Bytes a forward run needs beside the weights, from above: every fetched tensor twice (the runtime's
 * and the copy that is handed out), and every hook of one row, since the runtime keeps them all to the
 * end of a run, fetched or not. More rows than fit go through the model a part at a time.
 */
export function runBytes(facts: ModelFacts, { rows, tokens, hooks, logitPositions }: RunSize): number {
  const bytes = (hook: HookName, batch: number) =>
    FLOAT * sizeOf(hookShape(facts, hook, batch, hook === 'logits' ? logitPositions : tokens) ?? [0]);
  const fetched = hooks.reduce((sum, hook) => sum + bytes(hook, rows), 0);
  const held = HELD_HOOKS.reduce((sum, hook) => sum + bytes(blockHook(0, hook), 1), 0);
  return 2 * fetched + facts.layers * held;
}

/** hook_result is made only when asked for. */
const HELD_HOOKS = LAYER_HOOKS.filter((hook) => hook !== 'attn.hook_result');

/** Bytes of writing `maxTokens` after a prompt: keys and values of every row, as read and as written, and one run over the prompt. */
export function generationBytes(
  facts: ModelFacts,
  size: { readonly samples: number; readonly promptTokens: number; readonly maxTokens: number },
): number {
  const { samples, promptTokens, maxTokens } = size;
  const perToken = 2 * facts.layers * facts.kvHeads * facts.headWidth * FLOAT;
  const prompt = runBytes(facts, { rows: 1, tokens: promptTokens, hooks: [], logitPositions: 1 });
  const logits = 2 * samples * facts.vocab * FLOAT;
  return prompt + logits + 2 * samples * (promptTokens + maxTokens) * perToken;
}

/** @throws {EngineError} `too-large`, with what would have been needed, before any of it is taken */
export function assertFits(bytes: number, limit: number, what: string): void {
  if (bytes <= limit) return;
  throw new EngineError(
    {
      code: 'too-large',
      what: `${what} would need about ${gigabytes(bytes)} of memory; ${gigabytes(limit)} are allowed.`,
      fix: 'Use a shorter prompt, fewer rows or samples, or fewer hooks.',
    },
    2,
  );
}

/** Memory this process may use: the machine's, or the container's where that is less. */
export function memoryOfMachine(): number {
  const container = constrainedMemory();
  return container > 0 ? Math.min(container, totalmem()) : totalmem();
}

export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e8 ? 3 : 1)} GB`;
