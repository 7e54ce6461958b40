import { setTimeout as delay } from 'node:timers/promises';
import type { ChatEvent } from '../../kernel/chat-event.ts';
import { messageOf, type SlackMessage } from './answer-message.ts';
import { contextLine } from './blocks.ts';
import type { Calls, Where } from './calls.ts';
import { SlackError, uploadFailed } from './errors.ts';
import type { Pace } from './pace.ts';
import type { Respond } from './respond.ts';
import type { Said } from './said.ts';

/**
 * Says it in the channel; without its files where they cannot be uploaded, by the event's response_url
 * where the bot may not write.
 *
 * @returns ts of the message; where that is not known yet, the id of its file
 * @throws {SlackError} `undeliverable`; `slack-away`: it may be there all the same
 */
export type Say = (
  event: ChatEvent,
  where: Where,
  said: Said,
  find: () => Promise<string | undefined>,
) => Promise<string>;

export interface SayParts {
  readonly calls: Calls;
  readonly pace: Pace;
  readonly respond: Respond;
  /**
   * A message with files appears some time after Slack took it; now and then, though Slack said that all is
   * well, never. Milliseconds between looks.
   */
  readonly appearMs: readonly number[];
}

export function sayer({ calls, pace, respond, appearMs }: SayParts): Say {
  const post = (where: Where, message: SlackMessage): Promise<string> =>
    pace(where.channel, () => calls.post(where, message));

  async function upload(where: Where, { message, files }: Said, find: Find): Promise<string> {
    const stored = await Promise.all(files.map((file) => calls.store(file)));
    await pace(where.channel, () => calls.share(where, stored, message.blocks));
    const id = stored[0]?.id ?? '';
    for (const ms of appearMs) {
      await delay(ms);
      const ts = await calls.shared(id, where.channel).catch(() => id); // it may be there: once is enough
      if (ts !== undefined) return ts;
    }
    const ts = await find();
    if (ts === undefined) throw uploadFailed(undefined);
    return ts;
  }

  return async (event, where, said, find) => {
    const { message, files } = said;
    try {
      return await (files.length === 0 ? post(where, message) : upload(where, said, find));
    } catch (error) {
      const refusal = refusalOf(error);
      const lesser = lesserOf(said, refusal);
      const sent = await (lesser && post(where, lesser).catch(refusalOf));
      if (typeof sent === 'string') return sent;
      if (await respond(event, toOutside(message))) return `response:${event.id}`;
      throw sent ?? refusal;
    }
  };
}

type Find = Parameters<Say>[3];

/** @throws what is no refusal: the same may be taken later */
function refusalOf(error: unknown): SlackError {
  if (error instanceof SlackError && error.code !== 'slack-away') return error;
  throw error;
}

/** With a word about the files that are missing; bare words where Slack did not like the blocks. */
function lesserOf(
  { message: { text, blocks }, files }: Said,
  { slack }: SlackError,
): SlackMessage | undefined {
  const isOutside = slack === 'not_in_channel' || slack === 'channel_not_found';
  const isForm = slack?.startsWith('invalid_') === true;
  if (isOutside || (files.length === 0 && !isForm)) return undefined;
  if (files.length === 0) return messageOf(text, []);
  const why = slack === undefined ? '' : ` (${slack})`;
  const note = `Could not be uploaded${why}: ${files.map(({ name }) => name).join(', ')}. Ask again for it.`;
  return messageOf(`${text}\n${note}`, isForm ? [] : [...blocks, contextLine(note, 500)]);
}

const INVITE =
  'The bot is not in this channel. Invite it with /invite and its name: then it answers in a thread, with pictures and buttons.';

/** Words alone: what one person alone sees has no thread, and its buttons no message. */
const toOutside = ({ text, blocks }: SlackMessage): SlackMessage =>
  messageOf(text, [...blocks.filter(({ type }) => type !== 'actions'), contextLine(INVITE, 500)]);
