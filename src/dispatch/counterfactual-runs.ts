import type { CounterfactualFinding } from '../analysis/findings.ts';
import { otherAnswers, rivalOf } from '../analysis/other-answer.ts';
import type { Token, TokenId } from '../kernel/ids.ts';
import { type Tensor, tensor } from '../kernel/tensor.ts';
import type { Ask, Prompt } from './command.ts';
import { textsOf } from './offers.ts';

/** Likeliest answers among which one of the explained answer's kind is looked for. */
const RIVALS = 40;

/** The finding, and the prompts whose (mean) node outputs ablated nodes take. */
export interface Counterfactual {
  readonly finding: CounterfactualFinding;
  /** Rows of token ids, each as long as the prompt. */
  readonly rows: readonly (readonly TokenId[])[];
}

/** Logits of the last position, `[rows, 1, vocab]`. */
export async function lastLogits(
  { runner, options }: Ask,
  rows: readonly (readonly TokenId[])[],
): Promise<Tensor> {
  const hooks = await runner.traceBatch({ rows, hooks: [], logits: 'last' }, options);
  return hooks.get('logits') ?? tensor([0, 1, 0], new Float32Array(0));
}

/** A row as a person would write it: without the tokens that the tokenizer puts before every prompt. */
export async function promptOfRow(
  { runner, prompt, options }: Ask,
  row: readonly TokenId[],
): Promise<{ readonly text: string; readonly tokens: readonly Token[] }> {
  const tokens = await runner.describe(row, options);
  const text = tokens.slice(addedTokens(prompt)).map((token) => token.text);
  return { text: text.join(''), tokens };
}

/** Leading tokens that stand for nothing in the text. */
function addedTokens({ text, tokens }: Prompt): number {
  const first = tokens.findIndex((token) => text.startsWith(token.text) || token.text.includes('\uFFFD'));
  return Math.max(0, first);
}

/** The likeliest answer but the explained one, of its kind where there is one. */
export async function rivalIn(
  ask: Ask,
  probabilities: Float32Array,
  answer: Token,
): Promise<Token & { readonly prob: number }> {
  const others = otherAnswers(probabilities, answer.id, RIVALS);
  const rival = rivalOf(answer, others, await textsOf(ask, others));
  if (rival === undefined) throw new RangeError('a vocabulary of one token');
  return { ...rival, prob: probabilities[rival.id] ?? 0 };
}
