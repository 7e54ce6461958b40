import type { InfluenceFinding } from '../analysis/influence-finding.ts';
import { standingAnchors } from './anchor-scaffold.ts';
import type { AskHere } from './command.ts';
import { talkPrompt } from './talk-prompt.ts';
import { anchorPieces, anchorsIn } from './web-anchors.ts';
import { nextWords } from './web-answer.ts';
import { noAnchors } from './web-errors.ts';
import { influenceFinding } from './web-finding.ts';
import { MOST_PIECES, type Piece, type Pieces } from './web-pieces.ts';
import { lastSaid, saidAnchors, saidMessages, saidSentences } from './web-session.ts';
import { type Answer, typedMessages, typedSentences } from './web-typed.ts';

/** What is asked when nothing was said yet. */
interface Asked {
  readonly nodes: InfluenceFinding['of'];
  readonly answer: Answer;
  readonly example: string;
}

/**
 * How much each earlier piece moved each later one: of the text that was typed, else of what the model
 * had read when it gave its last answer in this thread.
 *
 * @throws {DispatchError} `too-few-pieces`, `no-conversation`, `no-anchors`, `other-model`
 */
export async function thoughtWeb(ask: AskHere, { nodes, answer, example }: Asked): Promise<InfluenceFinding> {
  return influenceFinding(ask, nodes, await piecesOf());

  async function piecesOf(): Promise<Pieces> {
    if (nodes === 'anchors') return anchorsAsked(ask, example);
    if (ask.prompt.text !== '')
      return nodes === 'messages' ? typedMessages(ask, answer) : typedSentences(ask, answer);
    const last = await lastSaid(ask, example);
    return nodes === 'messages' ? saidMessages(ask, last) : saidSentences(ask, last);
  }
}

/**
 * The channel's anchors and the answer that they may have moved: the last one of the thread, or, to words
 * typed now, what the model would say with the anchors as they stand.
 *
 * @throws {DispatchError} `no-anchors`, `no-conversation`, `other-model`
 */
export async function anchorsAsked(ask: AskHere, example: string): Promise<Pieces> {
  if (ask.prompt.text === '') {
    const last = await lastSaid(ask, example);
    if (last.said.anchors === undefined) throw noAnchors();
    return saidAnchors(ask, last);
  }
  const { runner, options, here } = ask;
  const standing = await standingAnchors(here.session.anchors);
  const read = await talkPrompt(runner, ask.prompt.text, [], standing.slice(1 - MOST_PIECES), options);
  if (read.anchors === undefined) throw noAnchors();
  const { tokens, start } = await nextWords(ask, read.tokens);
  const words = tokens.slice(start).map(({ text }) => text);
  const span = { start, end: tokens.length };
  const piece: Piece = { text: words.join('').trim(), role: 'model', span, hiddenFrom: span.end };
  const messages = await anchorsIn(read, runner, options);
  const form = read.form === 'chat' ? 'chat' : 'text';
  return anchorPieces(ask, { text: read.text, messages }, { form, tokens, piece });
}
