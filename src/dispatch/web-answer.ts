import type { Token } from '../kernel/ids.ts';
import type { Ask } from './command.ts';

/** Words that are written on at most. */
const LONGEST = 8;
/** An answer ends with its sentence. */
const ENDS = ['.', '!', '?', '\n'];

/** What follows a text, and how many of the text's tokens stand before it. */
export interface Continuation {
  readonly tokens: readonly Token[];
  readonly start: number;
}

/**
 * The model's own next words: greedy, to the end of the sentence, {@link LONGEST} tokens at most.
 *
 * @param read  what it has read
 */
export async function nextWords(ask: Ask, read: readonly Token[]): Promise<Continuation> {
  const request = {
    tokens: read.map(({ id }) => id),
    maxTokens: LONGEST,
    sampling: { temperature: 0, seed: ask.seed },
  };
  const write = async (stop: readonly string[]) =>
    (await ask.runner.generate({ ...request, stop }, ask.options)).samples[0]?.tokens ?? [];
  const sentence = await write(ENDS);
  // What begins with such a mark, or with the model's end, is all there is.
  const written = sentence.length > 0 ? sentence : await write([]);
  return { tokens: [...read, ...written], start: read.length };
}

/** Words that were given instead, behind the text. */
export async function givenWords(
  { runner, options }: Ask,
  text: string,
  read: readonly Token[],
  words: string,
): Promise<Continuation> {
  const between = /\s$/.test(text) || /^[\s\p{P}]/u.test(words) ? '' : ' ';
  const tokens = await runner.tokenize(text + between + words, options);
  return { tokens, start: sharedStart(read, tokens) };
}

/** Tokens with which both begin. */
export function sharedStart(a: readonly Token[], b: readonly Token[]): number {
  const differs = a.findIndex(({ id }, i) => id !== b[i]?.id);
  return differs < 0 ? a.length : differs;
}
