import type { Answered } from '../../kernel/voice.ts';
import { answerMessage, jsonMessage, notesMessage, progressContent } from './answer.ts';
import { stopControl } from './controls.ts';
import { type DiscordMessage, messageOf } from './message.ts';

/** A message before it is known where it will stand: its controls are signed for the channel. */
export type Draft = (channel: string, how: How) => DiscordMessage;

export interface How {
  /** What went otherwise than it should have, to be said in the message. */
  readonly notes: readonly string[];
  /** Without files where they could not be uploaded. */
  readonly files: boolean;
}

/** @param turn  id of the event: what Stop stops */
export const progressDraft =
  (words: string, turn: string, key: Uint8Array): Draft =>
  (channel, { notes }) =>
    messageOf(progressContent([words, ...notes].join('\n')), [], stopControl({ turn, channel, key }));

export const answerDraft =
  (answered: Answered, fileLimit: number, key: Uint8Array): Draft =>
  (channel, { notes, files }) => {
    const { reply, turn, show } = answered;
    if (show === 'json') return files ? jsonMessage(reply, fileLimit, notes) : notesMessage(notes);
    return answerMessage({ ...answered, fileLimit, notes, wordsOnly: !files }, { turn, channel, key });
  };

/** A message that is the same wherever it stands. */
export const fixedDraft =
  (message: DiscordMessage): Draft =>
  () =>
    message;
