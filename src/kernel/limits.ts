/** Whose limits: of a channel, of everyone with a role, of one person. */
export type Scope = 'channel' | 'role' | 'person';

/** What may be asked. Each is a fact of its own; one that is absent limits nothing. */
export interface Limits {
  /** false: may not ask at all; true: may, where the channel's own fact says no. */
  readonly allowed?: boolean;
  /** Turns within any 60 seconds: of all people of a channel together, of a person in all channels. */
  readonly runsPerMinute?: number;
  /** Characters (Unicode code points). */
  readonly promptLength?: number;
  /** Continuations that one command may draw. */
  readonly samples?: number;
  /** Of a channel: only what is addressed to the bot is answered, not what is merely said there. */
  readonly quiet?: boolean;
}

/** Milliseconds of the window in which runs are counted. */
export const RUN_WINDOW = 60_000;
