import type { Desk } from '../../kernel/desk.ts';
import type { Log } from '../../kernel/log.ts';
import type { Voice } from '../../kernel/voice.ts';
import { boltApp, socketReceiver } from './app.ts';
import { type Calls, callsOf } from './calls.ts';
import { slackClient } from './client.ts';
import type { Ears } from './ears.ts';
import type { Me } from './find.ts';
import { gated } from './gate.ts';
import { type Headers, type HttpAnswer, httpReceiver } from './http.ts';
import { identified, remembering } from './identity.ts';
import { intakeOf } from './intake.ts';
import { once } from './once.ts';
import { pace } from './pace.ts';
import { introducer } from './people.ts';
import { progressOf } from './progress.ts';
import { responder } from './respond.ts';
import { sayer } from './say.ts';
import { connection } from './socket.ts';
import { slackVoice } from './voice.ts';

export interface Gaps {
  /** Between messages in one channel. */
  readonly post: number;
  /** Between edits of one message. */
  readonly edit: number;
  /** Between looks for a message that was uploaded. */
  readonly appear?: readonly number[];
}

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
  /** Milliseconds; made for Slack where absent. */
  readonly gaps?: Gaps;
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

const GAPS: Gaps = { post: 1_000, edit: 3_000 };
const APPEAR_MS = [200, 700, 2_000, 4_000, 8_000];

/** Slack as one of the platforms: Bolt's listeners on one side, a voice on the other. */
export function openSlack(options: SlackOptions): Slack {
  const { botToken, appToken, signingSecret = '', desk, log, key } = options;
  const calls = callsOf(slackClient(botToken, options));
  const me = remembering(() => calls.me());
  const voice = voiceOf(calls, me, options);
  const ears = { calls, desk, log, key, intake: intakeOf(desk, introducer(calls)) };
  return appToken === undefined
    ? overHttp(signingSecret, { voice, me, ears })
    : overSocket(appToken, { voice, me, ears }, options);
}

function voiceOf(calls: Calls, me: () => Promise<Me>, { key, gaps = GAPS }: SlackOptions): Voice {
  const [lanes, respond] = [pace(gaps.post), responder()];
  return slackVoice({
    calls,
    pace: lanes,
    respond,
    say: sayer({ calls, pace: lanes, respond, appearMs: gaps.appear ?? APPEAR_MS }),
    progress: progressOf(gaps.edit),
    once: once(),
    me,
    key,
    born: Date.now(),
  });
}

interface Parts {
  readonly voice: Voice;
  readonly me: () => Promise<Me>;
  readonly ears: Ears;
}

function overSocket(appToken: string, { voice, me, ears }: Parts, options: SlackOptions): Slack {
  const receiver = socketReceiver(appToken, options);
  const link = connection(receiver, options.log);
  const over = new AbortController();
  return {
    voice,
    ready: () => link.isOpen,
    async start() {
      await identified(me, over.signal);
      boltApp(gated(receiver), me, ears);
      await link.open();
    },
    async stop() {
      over.abort();
      await link.close();
    },
  };
}

function overHttp(signingSecret: string, { voice, me, ears }: Parts): Slack {
  const { receiver, handle } = httpReceiver(signingSecret, ears.log);
  const over = new AbortController();
  let isReady = false;
  return {
    voice,
    handle,
    ready: () => isReady,
    async start() {
      await identified(me, over.signal);
      await boltApp(receiver, me, ears).start();
      isReady = !over.signal.aborted;
    },
    async stop() {
      over.abort();
      isReady = false;
      await receiver.stop();
    },
  };
}
