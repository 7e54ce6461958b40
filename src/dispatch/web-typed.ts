import { isUnfinished, linesOf, sentencesOf } from '../analysis/sentences.ts';
import { DotpError } from '../kernel/errors.ts';
import type { Ask } from './command.ts';
import { givenWords, nextWords } from './web-answer.ts';
import { type Conversation, conversationPieces, placesIn } from './web-conversation.ts';
import { tooFewPieces } from './web-errors.ts';
import { keptVisible, MOST_PIECES, type Piece, type Pieces, sourcesOf, type Target } from './web-pieces.ts';
import { spansOf } from './web-spans.ts';

/** `auto`: the model's own next words; else the words to explain in their place. */
export type Answer = string;

/**
 * The sentences of a text, each explained by those before it, and what the model says next by all of
 * them. Where the last one is unfinished the model goes on with it, and it is never hidden from that.
 *
 * @throws {DispatchError} `too-few-pieces`
 */
export async function typedSentences(ask: Ask, answer: Answer): Promise<Pieces> {
  const { text, tokens } = ask.prompt;
  const all = sentencesOf(text);
  const goesOn = isUnfinished(text);
  if (all.length < (goesOn ? 2 : 1)) throw tooFewPieces('sentences', all.length);
  const kept = all.slice(1 - MOST_PIECES);
  const next = await answerTo(ask, text, answer);
  const spans = await spansOf(ask, text, tokens, kept);
  const sentences = kept.map(({ start, end }, i) => pieceAt(spans[i], text.slice(start, end), 'sentence'));
  const pieces = [...sentences, next.piece];
  const targets = pieces.flatMap((_, i): Target[] => {
    const after = goesOn && i === kept.length ? i - 1 : undefined;
    return i === 0 ? [] : [{ piece: i, sources: sourcesOf(i, after), ...(after !== undefined && { after }) }];
  });
  const caveats = leftOut(all.length, kept.length, 'sentences');
  return { tokens: next.tokens, pieces: keptVisible(pieces, targets), targets, form: 'text', caveats };
}

/**
 * Lines of a text as messages: for a model with a chat template turns of a person and the model, the last one the
 * person's; for one without a single running text. The last line is what is answered.
 *
 * @throws {DispatchError} `too-few-pieces`
 */
export async function typedMessages(ask: Ask, answer: Answer): Promise<Pieces> {
  const { text } = ask.prompt;
  const lines = linesOf(text).map(({ start, end }) => text.slice(start, end));
  if (lines.length < 2) throw tooFewPieces('messages', lines.length);
  const kept = lines.slice(1 - MOST_PIECES);
  const caveats = leftOut(lines.length, kept.length, 'lines');
  const roles = kept.map((_, i) => ((kept.length - 1 - i) % 2 === 0 ? 'person' : 'model'));
  const chat = await asChat(ask, kept, roles);
  if (chat === undefined) return runningText(ask, kept, answer, [...caveats, RUNNING]);
  const next = await answerTo(ask, chat.text, answer);
  return { ...(await conversationPieces(ask, chat, next)), caveats: [...caveats, TURNS] };
}

/** What a model without a chat template can do with messages: read them one after another. */
async function runningText(
  ask: Ask,
  lines: readonly string[],
  answer: Answer,
  caveats: readonly string[],
): Promise<Pieces> {
  const text = lines.join(' ');
  const next = await answerTo(ask, text, answer);
  const spans = await spansOf(ask, text, next.tokens, placesIn(text, lines));
  const pieces = [...lines.map((line, i) => pieceAt(spans[i], line, 'person')), next.piece];
  const after = lines.length - 1;
  const targets = [{ piece: lines.length, sources: sourcesOf(lines.length, after), after }];
  return { tokens: next.tokens, pieces: keptVisible(pieces, targets), targets, form: 'text', caveats };
}

/** @returns undefined for a model without a chat template */
async function asChat(
  { runner, options }: Ask,
  lines: readonly string[],
  roles: readonly string[],
): Promise<Conversation | undefined> {
  const messages = lines.map((content, i) => ({
    role: roles[i] === 'model' ? ('assistant' as const) : ('user' as const),
    content,
  }));
  try {
    const text = await runner.chat(messages, options);
    const contents = await Promise.all(lines.map((line) => runner.plain(line, options)));
    return {
      text,
      messages: contents.map((content, i) => ({
        text: content,
        role: roles[i] === 'model' ? 'model' : 'person',
      })),
    };
  } catch (error) {
    if (error instanceof DotpError && error.code === 'no-chat-template') return undefined;
    throw error;
  }
}

async function answerTo(ask: Ask, text: string, answer: Answer) {
  const read = await ask.runner.tokenize(text, ask.options);
  const { tokens, start } =
    answer === 'auto' ? await nextWords(ask, read) : await givenWords(ask, text, read, answer);
  const words = tokens.slice(start).map((token) => token.text);
  return { tokens, piece: pieceAt({ start, end: tokens.length }, words.join('').trim(), 'model') };
}

const pieceAt = (span: Piece['span'] | undefined, text: string, role: Piece['role']): Piece => {
  const { start, end } = span ?? { start: 0, end: 0 };
  return { text, role, span: { start, end }, hiddenFrom: end };
};

const leftOut = (all: number, kept: number, what: string): string[] =>
  kept < all
    ? [`Of ${all} ${what} the last ${kept} are pieces; those before them stay visible all the time.`]
    : [];

const RUNNING =
  'This model has no chat template: the lines are read as one running text, and the last one is continued.';
const TURNS = 'The lines are read as turns of a person and the model, the last one the person’s.';
