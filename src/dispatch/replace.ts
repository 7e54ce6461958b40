import { editedText, type Replacement, readReplacement } from '../analysis/edited-text.ts';
import type { InterventionFinding } from '../analysis/intervention-finding.ts';
import { nearest } from '../lang/nearest.ts';
import type { Ask, Prompt } from './command.ts';
import {
  promptEmptied,
  replacementSame,
  replacementsOverlap,
  replacementUnreadable,
  wordNotFound,
} from './intervene-errors.ts';

export interface Replaced {
  readonly prompt: Prompt;
  readonly replaced: InterventionFinding['replaced'];
  /** What a person should know of how it was done. */
  readonly notes: readonly string[];
}

/**
 * The prompt with words exchanged, as `France->Italy` asks: every whole-word occurrence.
 *
 * @throws {DispatchError} `replacement-unreadable`, `word-not-found`, `replacements-overlap`, `replacement-same`, `prompt-emptied`
 */
export async function replacedPrompt(ask: Ask, typed: readonly string[]): Promise<Replaced> {
  const { runner, prompt, options } = ask;
  if (typed.length === 0) return { prompt, replaced: [], notes: [] };
  const edited = editedText(prompt.text, typed.map(readable));
  if ('fault' in edited)
    throw edited.fault === 'overlap'
      ? replacementsOverlap(edited.from, edited.other)
      : wordNotFound(edited.from, nearestWord(prompt.text, edited.from));
  const { text, replaced } = edited;
  if (text === prompt.text) throw replacementSame();
  if (text.trim() === '') throw promptEmptied();
  const tokens = await runner.tokenize(text, options);
  if (tokens.length === prompt.tokens.length && tokens.every(({ id }, i) => id === prompt.tokens[i]?.id))
    throw replacementSame();
  return {
    prompt: { text, tokens },
    replaced: replaced.map(({ from, to, times }) => ({ from, to, times })),
    notes: [...replaced.flatMap(noteOf), ...lengthNote(prompt.tokens.length, tokens.length)],
  };
}

function readable(typed: string): Replacement {
  const read = readReplacement(typed);
  if (read === undefined) throw replacementUnreadable(typed);
  if (read.from === read.to) throw replacementSame();
  return read;
}

const noteOf = ({ from, times, inWords }: Replacement & { times: number; inWords: boolean }): string[] => [
  ...(times > 1 ? [`“${from}” stands in the prompt ${times} times; all of them were exchanged.`] : []),
  ...(inWords ? [`“${from}” is no word of the prompt by itself; it was exchanged inside longer ones.`] : []),
];

const lengthNote = (before: number, after: number): string[] =>
  before === after
    ? []
    : [
        `The edit makes ${after} tokens of ${before}: the two runs are compared at the answering position only, not token by token.`,
      ];

function nearestWord(text: string, wanted: string): string | undefined {
  const words = [...new Set(text.match(/[\p{L}\p{M}\p{N}'’-]+/gu) ?? [])];
  return nearest(wanted, words);
}
