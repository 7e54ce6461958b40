import { pino } from 'pino';
import type { Log, LogFacts } from '../../kernel/log.ts';
import { prettyLine } from './log-lines.ts';
import { redacted, withoutSecrets } from './redact.ts';
import type { ServeSettings } from './settings.ts';

export interface LogOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** The log of `dotp serve`: a JSON line for each thing that happened; at a terminal, lines for a person. */
export function openLog(
  level: ServeSettings['logLevel'],
  secrets: readonly string[],
  output: LogOutput,
): Log {
  const write = output.isTTY
    ? (line: string) => output.write(prettyLine(line))
    : (line: string) => output.write(line);
  const to = pino({ level, base: null, formatters: { level: (label) => ({ level: label }) } }, { write });
  const at =
    (name: 'debug' | 'info' | 'warn' | 'error') =>
    (words: string, facts: LogFacts = {}) =>
      to[name](redacted(facts, secrets), withoutSecrets(words, secrets));
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** What must not be seen in a log: values of secret settings. */
export const secretsOf = ({
  store,
  discordToken,
  slackBotToken,
  slackAppToken,
  slackSigningSecret,
}: ServeSettings): string[] =>
  [passwordOf(store), discordToken, slackBotToken, slackAppToken, slackSigningSecret]
    .filter((secret) => secret !== undefined && secret !== '')
    .map(String);

const passwordOf = (store: string | undefined): string | undefined =>
  store !== undefined && URL.canParse(store) ? decodeURIComponent(new URL(store).password) : undefined;
