import { DotpError, type ExitCode } from '../../kernel/errors.ts';

export type DiscordCode =
  | 'command-gone'
  | 'message-empty'
  | 'undeliverable'
  | 'unreachable'
  | 'token-missing'
  | 'token-refused'
  | 'gateway-refused'
  | 'guild-unknown'
  | 'application-wrong';

/** What Discord's side of the house cannot do: 2 where the person, or who set it up, can mend it. */
export class DiscordError extends DotpError<DiscordCode> {
  constructor(facts: ConstructorParameters<typeof DotpError<DiscordCode>>[0]) {
    super(facts, EXIT[facts.code] ?? 2);
  }
}

const EXIT: Partial<Record<DiscordCode, ExitCode>> = {
  undeliverable: 1,
  unreachable: 1,
  'gateway-refused': 1,
};

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

/** @param reason  the last of the refusals, in Discord's words */
export const undeliverable = (reason: string): DiscordError =>
  new DiscordError({
    code: 'undeliverable',
    what: `Nothing can be said there any more: ${reason}.`,
    fix: 'Let the bot see the channel and write in it, or ask in another one.',
  });

export const unreachable = (call: string, reason: string): DiscordError =>
  new DiscordError({
    code: 'unreachable',
    what: `Discord does not answer: ${reason}.`,
    where: call,
    fix: 'Check the network and https://discordstatus.com.',
  });

export const tokenMissing = (): DiscordError =>
  new DiscordError({
    code: 'token-missing',
    what: 'DISCORD_TOKEN is not set.',
    fix: 'Copy it from https://discord.com/developers/applications, your application, Bot, Reset Token; set it in the environment or a .env file here.',
  });

export const tokenRefused = (): DiscordError =>
  new DiscordError({
    code: 'token-refused',
    what: 'Discord does not know this bot token.',
    where: 'DISCORD_TOKEN',
    fix: 'Take the token of Bot, not the client secret or the public key; after Reset Token only the newest one works.',
  });

export const gatewayRefused = (code: number, reason: string): DiscordError =>
  new DiscordError({
    code: 'gateway-refused',
    what: `Discord closed the connection for good: ${reason}.`,
    where: `close code ${code}`,
    fix: 'See docs/discord.md under this number.',
  });

export const guildUnknown = (guild: string): DiscordError =>
  new DiscordError({
    code: 'guild-unknown',
    what: 'The bot is not in this server, or may not register commands there.',
    where: guild,
    fix: 'Invite it with the scopes bot and applications.commands, and give the id of the server itself (developer mode, right click, Copy Server ID).',
  });

export const applicationWrong = (application: string): DiscordError =>
  new DiscordError({
    code: 'application-wrong',
    what: 'This is not the application that the bot token belongs to.',
    where: `DISCORD_APP_ID ${application}`,
    fix: 'Copy the Application ID from General Information of the same application, or leave DISCORD_APP_ID out.',
  });
