import { DotpError } from '../kernel/errors.ts';

export type ChatCode = 'answer-id-refused' | 'answer-id-outdated' | 'form-refused';

/** What a front end refuses before anything is run. */
export class ChatError extends DotpError<ChatCode> {}

/** A forged id, and an honest one of another channel, look alike and are told alike: nothing of either is shown. */
export const answerIdRefused = (): ChatError =>
  new ChatError(
    {
      code: 'answer-id-refused',
      what: 'This button does not belong to an answer of this channel.',
      fix: 'Send the command again here.',
    },
    2,
  );

export const answerIdOutdated = (): ChatError =>
  new ChatError(
    {
      code: 'answer-id-outdated',
      what: 'This button is from another version of dotp.',
      fix: 'Send the command again to get buttons that work.',
    },
    2,
  );

export const formRefused = (): ChatError =>
  new ChatError(
    {
      code: 'form-refused',
      what: 'This form is of a command or a place that dotp does not know.',
      fix: 'Close it and send the command again.',
    },
    2,
  );
