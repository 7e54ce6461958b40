/** The message that shows how far a turn is: the root of a session's thread, or one that goes when the answer is there. */
import type { ChatEvent } from '../../kernel/chat-event.ts';
import { writeAnswerId } from '../answer-id.ts';
import { button, messageOf, type SlackMessage } from './answer-message.ts';
import { contextLine, fitted, textSection } from './blocks.ts';

/** Characters of what was asked that the root of a thread shows. */
const ASKED = 300;
const WORDS = 2000;

/** By which the progress message of a turn is found again. Signed: nobody else writes it. */
export const progressMark = ({ id, channel }: ChatEvent, key: Uint8Array): string =>
  writeAnswerId({ action: 'stop', turn: id }, channel, key);

/** Says how far it is, with a button that stops it. @param isRoot  a thread hangs from it: it says who asked what */
export function progressMessage(
  event: ChatEvent,
  words: string,
  isRoot: boolean,
  key: Uint8Array,
): SlackMessage {
  const mark = progressMark(event, key);
  const said = isRoot
    ? rootMessage(event, words, mark)
    : messageOf(fitted(words, WORDS), [section(words, mark)]);
  return {
    ...said,
    blocks: [...said.blocks, { type: 'actions', elements: [button('stop', mark)] }],
  };
}

/** The root of a thread when nothing runs any more. */
export const doneRoot = (event: ChatEvent, key: Uint8Array): SlackMessage =>
  rootMessage(event, 'Answered in this thread.', progressMark(event, key));

/** The root of a thread whose turn failed. */
export function failedRoot(event: ChatEvent, failure: SlackMessage, key: Uint8Array): SlackMessage {
  const asked = askedBy(event);
  return messageOf(`${fitted(asked, ASKED)}\n${failure.text}`, [
    section(asked, progressMark(event, key), ASKED),
    ...failure.blocks,
  ]);
}

const askedBy = ({ person, text }: ChatEvent): string => `${person.name} asked: ${text}`;

function rootMessage(event: ChatEvent, words: string, mark: string): SlackMessage {
  const asked = askedBy(event);
  return messageOf(`${fitted(asked, ASKED)}\n${fitted(words, WORDS)}`, [
    section(asked, mark, ASKED),
    contextLine(words, WORDS),
  ]);
}

const section = (words: string, mark: string, most = WORDS) => ({
  ...textSection(words, most),
  block_id: mark,
});
