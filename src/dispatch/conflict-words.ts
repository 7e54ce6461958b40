import { isContent, isSameWord, kindOf } from '../analysis/word-kind.ts';
import type { Token } from '../kernel/ids.ts';
import { at } from '../kernel/tensor.ts';
import type { AnswerPrompt } from './answer-prompts.ts';
import type { Ask } from './command.ts';
import { lastLogits } from './counterfactual-runs.ts';

/** Two answers to one question: the model's own, and the one its evidence names. */
export interface Rivals {
  readonly context: Rival;
  readonly memory: Rival;
  /** Behind the evidence, `[vocab]`. */
  readonly logits: Float32Array;
}

export type Rival = Token & { readonly prob: number; readonly without: number };

/** Log-probability that evidence must add to a word of it for the word to be its answer, nats. */
const LEAST_GAIN = 1;

/**
 * What the evidence says against memory: of its content words of the same kind as the model's own
 * answer, the one whose probability it raises most.
 *
 * @param memory  what the model says by itself
 * @returns undefined where the evidence names no other answer
 */
export async function rivalAnswers(
  ask: Ask,
  { withIt, without }: { readonly withIt: AnswerPrompt; readonly without: AnswerPrompt },
  memory: Token,
): Promise<Rivals | undefined> {
  const [before, after] = await Promise.all([without, withIt].map((prompt) => lastWords(ask, prompt)));
  if (before === undefined || after === undefined) return undefined;
  const rival = (token: Token): Rival => ({
    id: token.id,
    text: token.text,
    prob: Math.exp(after.logProb(token)),
    without: Math.exp(before.logProb(token)),
  });
  const gains = otherWords(withIt, memory)
    .map((token) => ({ token, gain: after.logProb(token) - before.logProb(token) }))
    .sort((a, b) => b.gain - a.gain || a.token.id - b.token.id);
  const [best] = gains;
  if (best === undefined || best.gain < LEAST_GAIN) return undefined;
  return { context: rival(best.token), memory: rival(memory), logits: after.logits };
}

/** Words of the evidence that could be an answer like the model's, each once. */
function otherWords({ tokens, evidence }: AnswerPrompt, memory: Token): Token[] {
  const [from, to] = [evidence?.from ?? 0, evidence?.to ?? 0];
  const outside = [...tokens.slice(0, from), ...tokens.slice(to)];
  const kind = kindOf(memory.text);
  const fits = ({ text }: Token): boolean =>
    isContent(text) &&
    kindOf(text) === kind &&
    !isSameWord(text, memory.text) &&
    !outside.some((other) => isSameWord(other.text, text));
  return [
    ...new Map(
      tokens
        .slice(from, to)
        .filter(fits)
        .map((token) => [token.id, token]),
    ).values(),
  ];
}

async function lastWords(ask: Ask, { tokens }: AnswerPrompt) {
  const row = tokens.map(({ id }) => id);
  const logits = at(await lastLogits(ask, [row]), 0, 0).data;
  const top = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0);
  return { logits, logProb: ({ id }: Token) => (logits[id] ?? 0) - top - Math.log(total) };
}
