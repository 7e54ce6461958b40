import { quoted } from '../kernel/token-label.ts';
import { type Effect, LINK_RULE } from './influence.ts';

/** A piece that may have moved an answer. */
export interface AskedSource extends Effect {
  readonly text: string;
  /** Its link is drawn. */
  readonly linked: boolean;
}

/**
 * Whether an answer rests on what was asked about. Words of the question that stand in some pieces and not in
 * most tell which pieces those are; a model that looks up the wrong one does it as decidedly as the right
 * one, and the fit is as good.
 *
 * @returns doubts in words: the strongest link is from a piece with none of these words; a piece with one of
 *   them speaks against the answer
 */
export function doubtsOfAsked(question: string, sources: readonly AskedSource[]): string[] {
  const telling = tellingWords(
    question,
    sources.map(({ text }) => text),
  );
  if (telling.length === 0) return [];
  const names = (text: string): boolean => telling.some((word) => wordsIn(text).has(word.toLowerCase()));
  const [strongest] = sources
    .filter(({ linked, effect }) => linked && effect > 0)
    .sort((a, b) => b.effect - a.effect);
  const against = sources.filter((source) => speaksAgainst(source) && names(source.text));
  return [
    ...(strongest === undefined || names(strongest.text)
      ? []
      : [
          `it rests on ${quoted(strongest.text, LETTERS)}, which says nothing of ${telling.map((word) => quoted(word)).join(' or ')}`,
        ]),
    ...against.slice(0, 1).map(({ text }) => `${quoted(text, LETTERS)} speaks against it`),
  ];
}

/** Of a piece that is quoted in a doubt. */
const LETTERS = 32;
/** Shorter words that are no names tell nothing apart: `is`, `the`, `for`. */
const SHORTEST = 4;
const WORD = /\p{L}[\p{L}\p{M}\p{N}]*/gu;

/** In the order of the question: words in at least one piece, and in at most half of them. */
function tellingWords(question: string, pieces: readonly string[]): string[] {
  const words = (question.match(WORD) ?? []).filter(
    (word, i) => word.length >= SHORTEST || (i > 0 && /^\p{Lu}/u.test(word)),
  );
  return [...new Set(words)].filter((word) => {
    const having = pieces.filter((piece) => wordsIn(piece).has(word.toLowerCase())).length;
    return having > 0 && having <= pieces.length / 2;
  });
}

const wordsIn = (text: string): Set<string> =>
  new Set((text.match(WORD) ?? []).map((word) => word.toLowerCase()));

const speaksAgainst = ({ effect, error }: Effect): boolean =>
  effect < -LINK_RULE.least && -effect > LINK_RULE.errors * (error ?? 0);
