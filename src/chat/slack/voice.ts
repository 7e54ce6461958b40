import type { ChatEvent } from '../../kernel/chat-event.ts';
import { answerName, type Place, type Voice } from '../../kernel/voice.ts';
import { writeAnswerId } from '../answer-id.ts';
import { canRespond, isDirect } from './address.ts';
import type { Calls, Where } from './calls.ts';
import { SlackError } from './errors.ts';
import { failureMessage } from './failure-message.ts';
import { findMessage, findPatiently, type Me } from './find.ts';
import type { Sending } from './once.ts';
import type { Pace } from './pace.ts';
import type { Progress } from './progress.ts';
import { doneRoot, failedRoot, progressMark, progressMessage } from './progress-message.ts';
import type { Respond } from './respond.ts';
import { saidOf } from './said.ts';
import type { Say } from './say.ts';

/** What the voice is made of. */
export interface VoiceParts {
  readonly calls: Calls;
  readonly pace: Pace;
  readonly say: Say;
  readonly respond: Respond;
  readonly progress: Progress;
  readonly once: (sending: Sending) => Promise<string>;
  readonly me: () => Promise<Me>;
  /** What ids of controls are signed with. */
  readonly key: Uint8Array;
  /** When this process began, milliseconds since 1970: what arrived before may have been begun by another. */
  readonly born: number;
}

/** How Slack is spoken to. */
export function slackVoice(parts: VoiceParts): Voice {
  const { calls, pace, say, respond, progress, once, me, key, born } = parts;
  const markOf = (event: ChatEvent, index: number): string =>
    writeAnswerId({ action: 'json', turn: answerName(event, index) }, event.channel, key);
  const finder = (event: ChatEvent, where: Where, mark: string) => async () =>
    findMessage(calls, await me(), where, { mark, since: event.receivedAt });

  /** The failure in place of the progress; undefined where that message is gone. */
  async function failInstead(event: ChatEvent, place: Place, error: unknown, id: string) {
    if (place.message === undefined) return undefined;
    await progress.close(place.message);
    const said = failureMessage(error, id);
    const message = isRoot(place) ? failedRoot(event, said, key) : said;
    return calls.update({ channel: event.channel }, place.message, message).then(() => place.message, gone);
  }

  return {
    platform: 'slack',

    async open(event, words) {
      const thread = threadOf(event);
      const where = { channel: event.channel, thread };
      const hasRoot = thread === undefined && !isDirect(event.channel);
      const mark = progressMark(event, key);
      const shown = progressMessage(event, words, hasRoot, key);
      try {
        const message = await once({
          mark,
          maybe: event.receivedAt < born,
          find: finder(event, where, mark),
          send: () => pace(event.channel, () => calls.post(where, shown)),
        });
        return { ...(hasRoot ? { thread: message } : inThread(thread)), message };
      } catch (error) {
        if (isUndeliverable(error) && canRespond(event.address, Date.now())) return inThread(thread);
        throw error;
      }
    },

    progress(event, place, words) {
      const { message } = place;
      if (message === undefined) return;
      const shown = progressMessage(event, words, isRoot(place), key);
      progress.say(message, () => calls.edit({ channel: event.channel }, message, shown));
    },

    answer(event, { thread }, answered, index) {
      const where = { channel: event.channel, thread };
      const mark = markOf(event, index);
      const said = saidOf(answered, { channel: event.channel, key, mark });
      const find = finder(event, where, mark);
      return once({ mark, find, send: () => say(event, where, said, find) });
    },

    async fail(event, place, error, id) {
      const instead = place && (await failInstead(event, place, error, id));
      if (instead !== undefined) return instead;
      const mark = writeAnswerId({ action: 'rerun', turn: event.id }, event.channel, key);
      const message = failureMessage(error, id, mark);
      if (place === undefined && (await respond(event, message))) return `response:${event.id}`;
      const where = { channel: event.channel, thread: place?.thread ?? threadOf(event) };
      const find = finder(event, where, mark);
      return once({ mark, find, send: () => say(event, where, { message, files: [] }, find) });
    },

    async end(event, place) {
      if (place.message === undefined) return;
      await progress.close(place.message);
      const where = { channel: event.channel };
      const done = isRoot(place)
        ? calls.update(where, place.message, doneRoot(event, key))
        : calls.remove(where, place.message);
      await done.catch(() => {}); // what was asked is answered: a line too much is no failure
    },

    sent: (event, { thread }, _, index) =>
      findPatiently(finder(event, { channel: event.channel, thread }, markOf(event, index))),
  };
}

const threadOf = ({ address: { threadTs } }: ChatEvent): string | undefined =>
  typeof threadTs === 'string' ? threadTs : undefined;

const inThread = (thread: string | undefined): Place => (thread === undefined ? {} : { thread });

/** Whether the session's thread hangs from the message that shows the progress. */
const isRoot = ({ thread, message }: Place): boolean => thread !== undefined && thread === message;

const isUndeliverable = (error: unknown): boolean =>
  error instanceof SlackError && error.code === 'undeliverable';

function gone(error: unknown): undefined {
  if (!isUndeliverable(error)) throw error;
  return undefined;
}
