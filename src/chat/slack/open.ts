import type { Desk } from '../../kernel/desk.ts';
import type { Log } from '../../kernel/log.ts';
import type { Voice } from '../../kernel/voice.ts';

export interface SlackOptions {
  /** `xoxb-…` */
  readonly botToken: string;
  /** `xapp-…`: Socket Mode, which needs no public address. */
  readonly appToken?: string;
  /** Without an app token: events come by HTTP, signed with this. */
  readonly signingSecret?: string;
  /** Base of the Web API, with or without `/` at its end; Slack's own where it is absent. */
  readonly api?: string;
  /** Asked for nothing before `start`: what makes it may need the voice first. */
  readonly desk: Desk;
  readonly log: Log;
  /** What the ids of buttons are signed with, the same after a restart; 32 random bytes. */
  readonly key: Uint8Array;
}

/** By header name in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>;

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Slack {
  /** Usable at once: it needs the Web API alone. */
  readonly voice: Voice;
  /** Whether events arrive. */
  ready(): boolean;
  /** @throws {SlackError} `slack-refused` where Slack does not take the tokens; it waits for a network that is away */
  start(): Promise<void>;
  /** No event is taken in any more; turns in flight still have their voice. */
  stop(): Promise<void>;
  /** With a signing secret: one request to `/slack/events`, its body as it came over the wire. Never rejects. */
  readonly handle?: (body: string, headers: Headers) => Promise<HttpAnswer>;
}

/** Slack as one of the platforms: Bolt's listeners on one side, a voice on the other. */
export function openSlack(options: SlackOptions): Slack {
  throw new Error(`not yet: ${options.api ?? ''}`);
}
