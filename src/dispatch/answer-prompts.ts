import { evidenceSpan } from '../analysis/evidence-span.ts';
import type { Span } from '../analysis/lookback.ts';
import type { SamplesFinding } from '../analysis/samples-finding.ts';
import type { Token } from '../kernel/ids.ts';
import type { Ask, Prompt } from './command.ts';
import { evidenceEmpty, evidenceTooLong } from './hallucination-errors.ts';

/** What is asked, as the model reads it. */
export interface AnswerPrompt extends Prompt {
  readonly evidence: Span | null;
}

export interface AnswerPrompts {
  readonly without: AnswerPrompt;
  readonly with: AnswerPrompt | null;
}

/** Tokens that are read before an answer, at most: attention of all of them is kept. */
const MOST = 384;

/**
 * The text without and with the evidence in front of it: `plain`, one text, the evidence first and a
 * space between; `chat`, one message of the person, an empty line between.
 *
 * @param longest  tokens that an answer may have
 * @throws {DispatchError} `evidence-too-long`, `evidence-empty`; of `chat`, what a model without a template says
 */
export async function answerPrompts(
  ask: Ask,
  evidence: string | undefined,
  form: SamplesFinding['form'],
  longest: number,
): Promise<AnswerPrompts> {
  if (evidence?.trim() === '') throw evidenceEmpty();
  const { runner, prompt, options, model } = ask;
  const read = async (content: string): Promise<Prompt> => {
    const text = form === 'chat' ? await runner.chat([{ role: 'user', content }], options) : content;
    return { text, tokens: await runner.tokenize(text, options) };
  };
  const bare = form === 'plain' ? prompt : await read(prompt.text);
  const room = Math.min(MOST, model.maxTokens - longest, model.context - longest);
  assertFits(bare.tokens, room);
  const without = { ...bare, evidence: null };
  if (evidence === undefined) return { without, with: null };
  const both = await read(`${evidence.trim()}${form === 'chat' ? '\n\n' : ' '}${prompt.text.trimStart()}`);
  const span = evidenceSpan(both.tokens, bare.tokens);
  assertFits(both.tokens, room, span.to - span.from);
  return { without, with: { ...both, evidence: span } };
}

function assertFits(tokens: readonly Token[], room: number, evidence = 0): void {
  if (tokens.length > room) throw evidenceTooLong(tokens.length, room, evidence);
}
