import type { Answered, Attachment } from '../../kernel/voice.ts';
import { answerMessage, jsonMessage, progressContent } from './answer.ts';
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

export const AS_IT_IS: How = { notes: [], files: true };

/** @param turn  id of the event: what Stop stops */
export const progressDraft =
  (words: string, turn: string, key: Uint8Array): Draft =>
  (channel, { notes }) =>
    messageOf(progressContent([words, ...notes].join('\n')), [], stopControl({ turn, channel, key }));

export const answerDraft =
  (answered: Answered, fileLimit: number, key: Uint8Array): Draft =>
  (channel, { notes, files }) =>
    answered.show === 'json'
      ? jsonMessage(answered.reply, files ? fileLimit : 0, notes)
      : answerMessage(
          { ...(files ? answered : wordsOnly(answered)), fileLimit, notes },
          { turn: answered.turn, channel, key },
        );

const wordsOnly = ({ png: _, ...answered }: Answered): Omit<Answered, 'png'> => ({
  ...answered,
  files: NONE,
});
const NONE: readonly Attachment[] = [];

/** A message that is the same wherever it stands. */
export const fixedDraft =
  (message: DiscordMessage): Draft =>
  () =>
    message;
