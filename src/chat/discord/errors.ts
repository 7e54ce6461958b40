import { DotpError } from '../../kernel/errors.ts';

export type DiscordCode = 'command-gone' | 'message-empty';

/** What Discord's side of the house refuses: the person can mend it. */
export class DiscordError extends DotpError<DiscordCode> {
  constructor(facts: ConstructorParameters<typeof DotpError<DiscordCode>>[0]) {
    super(facts, 2);
  }
}

export const commandGone = (typed: string): DiscordError =>
  new DiscordError({
    code: 'command-gone',
    what: `${typed} is not a command any more.`,
    where: typed,
    fix: 'Reload the app for the new list, or type the line with /p line.',
  });

export const messageEmpty = (): DiscordError =>
  new DiscordError({
    code: 'message-empty',
    what: 'There is no text in this message.',
    fix: 'Choose a message with words in it, or send them with /p reflect trace prompt:.',
  });
