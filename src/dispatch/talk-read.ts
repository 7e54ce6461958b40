import type { SaidToken } from '../analysis/said-finding.ts';
import type { Runner } from '../engine/runner.ts';
import { DotpError } from '../kernel/errors.ts';
import { blockHook, type HookName } from '../kernel/hooks.ts';
import type { Token, TokenId } from '../kernel/ids.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { tensor } from '../kernel/tensor.ts';

/** The tokens of an answer after they were read once more, as parts of one text. */
export interface Reread {
  readonly tokens: readonly SaidToken[];
  /** Largest |p when it was written − p in this run|. */
  readonly difference: number;
}

/** Tokens of prompt and answer that are read again; a longer text costs too much for what it says. */
const MOST = 640;

/**
 * Entropy and the likeliest other word at each token: one run over prompt and answer, whose final states
 * are read through the model's own norm and unembedding.
 *
 * @param written  the answer, each token with the probability it had when it was written
 * @returns undefined where the text is too long for that
 */
export async function readAgain(
  runner: Runner,
  model: ModelFacts,
  prompt: readonly Token[],
  written: readonly SaidToken[],
  options: CallOptions,
): Promise<Reread | undefined> {
  const tokens = [...prompt, ...written].map(({ id }) => id);
  if (written.length === 0 || tokens.length > Math.min(MOST, model.maxTokens)) return undefined;
  const last = blockHook(model.layers - 1, 'hook_resid_post');
  const states = await finalStates(runner, tokens.slice(0, -1), last, options);
  if (states === undefined) return undefined;
  const before = prompt.length - 1; // the state at the prompt's end answers with the first token
  const rows = tensor([written.length, model.width], states.slice(before * model.width));
  const read = await runner.readout(rows, { top: 2, tokens: written.map(({ id }) => id) }, options);
  const differences = written.map(({ prob }, i) => Math.abs(prob - (read.asked[i]?.[i]?.prob ?? 0)));
  return {
    difference: Math.max(...differences),
    tokens: written.map((token, i): SaidToken => {
      const rival = read.top[i]?.find(({ token: other }) => other.id !== token.id);
      const entropy = read.entropy[i];
      return {
        ...token,
        ...(entropy === undefined ? {} : { entropy }),
        ...(rival === undefined ? {} : { rival: { ...rival.token, prob: rival.prob } }),
      };
    }),
  };
}

/** `[token, width]`; undefined where this machine's memory does not take the run. */
async function finalStates(
  runner: Runner,
  tokens: readonly TokenId[],
  last: HookName,
  options: CallOptions,
): Promise<Float32Array | undefined> {
  try {
    return (await runner.trace({ tokens, hooks: [last] }, options)).hooks.get(last)?.data;
  } catch (error) {
    if (error instanceof DotpError && error.code === 'too-large') return undefined;
    throw error;
  }
}
