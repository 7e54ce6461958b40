import type { Finding } from '../analysis/findings.ts';
import type { SaidFinding } from '../analysis/said-finding.ts';
import { isUnfinished, sentencesOf } from '../analysis/sentences.ts';
import type { Reply } from '../kernel/reply.ts';
import type { AskHere } from './command.ts';
import { otherModel } from './errors.ts';
import { isReply } from './schema.ts';
import { anchorPieces, anchorsIn } from './web-anchors.ts';
import { type Conversation, conversationPieces, placesIn } from './web-conversation.ts';
import { eachAlone, noConversation, tooFewPieces } from './web-errors.ts';
import { keptVisible, MOST_PIECES, type Piece, type Pieces, sourcesOf } from './web-pieces.ts';
import { spansOf } from './web-spans.ts';

/** Turns looked back over for what was said. */
const TURNS = 64;

/** An answer of the model's, and what it had read. */
export interface LastSaid {
  readonly said: SaidFinding;
  readonly prompt: Reply['prompt'];
  /** Answers before it, oldest first. */
  readonly before: readonly SaidFinding[];
}

/**
 * The thread's last answer to plain words.
 *
 * @throws {DispatchError} `no-conversation`; `other-model`
 */
export async function lastSaid({ here, model }: AskHere, example: string): Promise<LastSaid> {
  const replies = (await here.session.turns(TURNS)).flatMap(({ reply }) => (isReply(reply) ? [reply] : []));
  const talks = replies.flatMap((reply) => saidIn(reply).map((said) => ({ reply, said })));
  const last = talks.at(-1);
  if (last === undefined || last.said.tokens.length === 0) throw noConversation(example);
  const { name, vocab } = last.reply.model ?? { name: '', vocab: 0 };
  if (name !== model.name || vocab !== model.vocab) throw otherModel(name, model.name);
  return {
    said: last.said,
    prompt: last.reply.prompt,
    before: talks.slice(0, -1).map(({ said }) => said),
  };
}

const saidIn = ({ findings }: Reply<Finding>): SaidFinding[] =>
  findings.flatMap((finding) => (finding.kind === 'said' ? [finding] : []));

/**
 * The messages of the conversation that the last answer had read: every answer in it explained.
 *
 * @throws {DispatchError} `no-conversation`: the model reads each message alone; `too-few-pieces`
 */
export async function saidMessages(ask: AskHere, last: LastSaid): Promise<Pieces> {
  if (last.said.form === 'continuation' && last.said.anchors === undefined) throw eachAlone();
  const conversation = await conversationOf(ask, last);
  const found = await conversationPieces(ask, conversation, answerOf(last));
  if (found.targets.length === 0) throw tooFewPieces('messages', found.pieces.length);
  return { ...found, form: formOf(last), caveats: droppedOf(last) };
}

/** Sentences of all that the last answer had read, the answer explained by each. */
export async function saidSentences(ask: AskHere, last: LastSaid): Promise<Pieces> {
  const { text, messages } = await conversationOf(ask, last);
  const places = placesIn(
    text,
    messages.map((message) => message.text),
  );
  const all = messages.flatMap(({ role }, i) => {
    const { start, end } = places[i] ?? { start: 0, end: 0 };
    return sentencesOf(text.slice(start, end)).map((each) => ({
      role: role === 'person' ? ('sentence' as const) : role,
      start: start + each.start,
      end: start + each.end,
    }));
  });
  const kept = all.slice(1 - MOST_PIECES);
  const spans = await spansOf(ask, text, last.prompt.tokens, kept, 'tight');
  const { tokens, piece } = answerOf(last);
  const pieces = [
    ...kept.map(({ role, start, end }, i): Piece => {
      const span = spans[i] ?? { start: 0, end: 0 };
      return { role, text: text.slice(start, end), span, hiddenFrom: span.end };
    }),
    piece,
  ];
  const goesOn = last.said.form === 'continuation' && isUnfinished(text);
  const after = goesOn ? kept.length - 1 : undefined;
  const sources = sourcesOf(kept.length, after);
  if (sources.length === 0) throw tooFewPieces('sentences', kept.length);
  const targets = [{ piece: kept.length, sources, ...(after !== undefined && { after }) }];
  const form = formOf(last);
  return { tokens, pieces: keptVisible(pieces, targets), targets, form, caveats: droppedOf(last) };
}

/** Only what the channel keeps in mind, the last answer explained by each anchor. */
export async function saidAnchors(ask: AskHere, last: LastSaid): Promise<Pieces> {
  const { text, messages } = await conversationOf(ask, last);
  const anchors = messages.filter(({ role }) => role === 'anchor');
  return anchorPieces(ask, { text, messages: anchors }, { ...answerOf(last), form: formOf(last) });
}

/** All that the model had read before its last answer, as it stands in the prompt. */
async function conversationOf(
  { runner, options }: AskHere,
  { said, prompt, before }: LastSaid,
): Promise<Conversation> {
  const seen = said.earlier.seen / 2;
  const exchanges = before.slice(before.length - seen).flatMap(({ asked, text }) => [
    { role: 'person' as const, text: asked },
    { role: 'model' as const, text },
  ]);
  const spoken = [...exchanges, { role: 'person' as const, text: said.asked }];
  const plain = await Promise.all(
    spoken.map(async ({ role, text }) => ({ role, text: await runner.plain(text, options) })),
  );
  return { text: prompt.text, messages: [...(await anchorsIn(said, runner, options)), ...plain] };
}

function answerOf({ said, prompt }: LastSaid) {
  const written = said.tokens.map(({ id, text }) => ({ id, text }));
  const start = prompt.tokens.length;
  const span = { start, end: start + written.length };
  const piece: Piece = { text: said.text.trim(), role: 'model', span, hiddenFrom: span.end };
  return { tokens: [...prompt.tokens, ...written], piece };
}

const formOf = ({ said }: LastSaid): Pieces['form'] => (said.form === 'chat' ? 'chat' : 'text');

const droppedOf = ({ said: { earlier } }: LastSaid): string[] =>
  earlier.dropped > 0
    ? [
        `${earlier.dropped} messages were left out of the prompt when the model answered; they are no part of this.`,
      ]
    : [];
