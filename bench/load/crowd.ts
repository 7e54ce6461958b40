/** People on one platform, as the load test needs them: they ask, are told that it arrived, and read answers. */

/** What somebody does in a channel: a command at its top, a line or plain words in its session, a button of its first answer. */
export interface Ask {
  /** Number of the channel and of the person in it. */
  readonly channel: number;
  readonly person: number;
  readonly way: 'command' | 'line' | 'button';
  /** `.p/` line, plain words, or what is written on the button. */
  readonly text: string;
}

/** An ask that was made. */
export interface Arrived {
  /** Name of the turn: what the controls of its answer refer to. */
  readonly turn: string;
  /** Milliseconds until the platform was told; undefined where it takes no acknowledgement (a message on Discord). NaN: too late. */
  readonly ack: number | undefined;
}

/** A finished answer, as people read it. */
export interface Read {
  readonly turn: string;
  readonly message: string;
}

export interface Crowd {
  readonly platform: 'discord' | 'slack';
  /** What `dotp serve` needs to be on it. */
  readonly env: Readonly<Record<string, string>>;
  /** Registers what must be known before anybody asks; the bot serves already. */
  ready(): Promise<void>;
  /** Opens the session of a channel: the first answer stands in it. */
  open(channel: number, text: string): Promise<void>;
  ask(ask: Ask): Promise<Arrived>;
  /** All answers that stand there now. */
  answers(): readonly Read[];
  /** What broke a rule of the platform, and who was called by name. */
  wrong(): readonly string[];
  close(): Promise<void>;
}

/** What ids of buttons are signed with here: the test reads them as the bot does. */
export const KEY = new Uint8Array(32).fill(7);

/** `#3` of a platform, as letters that both platforms take. */
export const channelName = (channel: number): string => `room${channel}`;
export const personName = (channel: number, person: number): string => `p${channel}x${person}`;
