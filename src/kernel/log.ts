/** What happened, in words and facts. Facts named `id` are the short ids that people see in a chat. */
export interface Log {
  debug(words: string, facts?: LogFacts): void;
  info(words: string, facts?: LogFacts): void;
  warn(words: string, facts?: LogFacts): void;
  error(words: string, facts?: LogFacts): void;
}

/** Plain values, or an error under `error`. Never a token, never what somebody typed. */
export type LogFacts = Readonly<Record<string, unknown>>;

const nothing = (): void => {};

export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
