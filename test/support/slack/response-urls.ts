import { type Json, objectsAt, textAt } from './json.ts';
import { refusedMessage } from './limits.ts';
import { type Front, refusal, refused } from './method.ts';
import { counter } from './names.ts';
import { BOT } from './workspace.ts';

/** Where an answer to a command, a button or a shortcut may be sent, for whom. */
interface Given {
  readonly channel: string;
  readonly person: string;
  /** Of the message with the button. */
  readonly message?: string;
  readonly thread?: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  uses: number;
}

export interface ResponseUrls {
  give(origin: string, to: Pick<Given, 'channel' | 'person' | 'message' | 'thread'>): string;
  /** Makes all that were given out so far lapse. */
  lapse(): void;
  take(path: string, body: Json, front: Front): Promise<{ readonly status: number; readonly body: Json }>;
}

/** @see https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const USES = 5;
const OPEN_MS = 30 * 60_000;

export function responseUrls(now: () => number): ResponseUrls {
  const given = new Map<string, Given>();
  const next = counter('/response/T000000001/');
  return {
    give(origin, to) {
      const path = next();
      given.set(path, { ...to, until: now() + OPEN_MS, uses: USES });
      return `${origin}${path}`;
    },
    lapse() {
      for (const [path, one] of given) given.set(path, { ...one, until: 0 });
    },
    async take(path, body, front) {
      const one = given.get(path);
      if (one === undefined) return { status: 404, body: refusal('invalid_url') };
      if (now() >= one.until) return { status: 404, body: refusal('expired_url') };
      if (one.uses-- <= 0) return { status: 404, body: refusal('used_url') };
      front.log.sent(body);
      const why = refusedMessage(body, 'response_url');
      if (why !== undefined) return { status: 400, body: refused(front, 'response_url', why) };
      await said(one, body, front);
      return { status: 200, body: { ok: true } };
    },
  };
}

/** Only the person sees it, unless it is said to be for the channel. */
async function said(
  { channel, person, message, thread }: Given,
  body: Json,
  { emulated, log }: Front,
): Promise<void> {
  const shown = { text: textAt(body, 'text'), blocks: objectsAt(body, 'blocks') };
  if (body.delete_original === true || body.replace_original === true) {
    if (body.delete_original !== true) await emulated.call('chat.update', { channel, ts: message, ...shown });
    else await emulated.call('chat.delete', { channel, ts: message });
    const before = log.find(channel, message ?? '');
    if (before !== undefined && body.delete_original === true) before.deleted = true;
    return log.edit(channel, message ?? '', body.delete_original === true ? (before ?? shown) : shown);
  }
  const inThread = textAt(body, 'thread_ts') || thread || undefined;
  const [forAll, args] = [body.response_type === 'in_channel', { channel, ...shown, thread_ts: inThread }];
  const posted = forAll
    ? await emulated.call('chat.postMessage', args)
    : await emulated.call('chat.postEphemeral', { ...args, user: person });
  log.messages.push({
    channel,
    ts: textAt(posted, 'ts') || textAt(posted, 'message_ts'),
    ...(inThread === undefined ? {} : { thread: inThread }),
    user: BOT.user,
    ...shown,
    files: [],
    edits: [],
    deleted: false,
    ...(forAll ? {} : { onlyFor: person }),
    via: 'response_url',
  });
  log.changed();
}
