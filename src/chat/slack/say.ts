import { setTimeout as delay } from 'node:timers/promises';
import type { ChatEvent } from '../../kernel/chat-event.ts';
import { messageOf, type SlackMessage } from './answer-message.ts';
import { contextLine } from './blocks.ts';
import type { Calls, Where } from './calls.ts';
import { SlackError } from './errors.ts';
import type { SentFile } from './files.ts';
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
export type Say = (event: ChatEvent, where: Where, said: Said) => Promise<string>;

/** A message with files appears some time after Slack took it. */
const APPEARS_MS: readonly number[] = [200, 700, 2000];

export function sayer(calls: Calls, pace: Pace, respond: Respond): Say {
  const post = (where: Where, message: SlackMessage): Promise<string> =>
    pace(where.channel, () => calls.post(where, message));

  async function upload(where: Where, { blocks }: SlackMessage, files: readonly SentFile[]): Promise<string> {
    const stored = await Promise.all(files.map((file) => calls.store(file)));
    await pace(where.channel, () => calls.share(where, stored, blocks));
    const id = stored[0]?.id ?? '';
    for (const ms of APPEARS_MS) {
      await delay(ms);
      const ts = await calls.shared(id, where.channel).catch(() => undefined);
      if (ts !== undefined) return ts;
    }
    return id;
  }

  return async (event, where, { message, files }) => {
    try {
      return await (files.length === 0 ? post(where, message) : upload(where, message, files));
    } catch (error) {
      const refusal = refusalOf(error);
      const lesser = isOutside(refusal) ? undefined : withoutFiles(message, files, refusal);
      const said = await (lesser && post(where, lesser).catch(refusalOf));
      if (typeof said === 'string') return said;
      if (await respond(event, toOutside(message))) return `response:${event.id}`;
      throw said ?? refusal;
    }
  };
}

/** @throws what is no refusal: the same may be taken later */
function refusalOf(error: unknown): SlackError {
  if (error instanceof SlackError && error.code !== 'slack-away') return error;
  throw error;
}

const isOutside = ({ slack }: SlackError): boolean =>
  slack === 'not_in_channel' || slack === 'channel_not_found';

/** With a word about what is missing; bare words where Slack did not like the blocks themselves. */
function withoutFiles(
  { text, blocks }: SlackMessage,
  files: readonly SentFile[],
  { slack }: SlackError,
): SlackMessage {
  const names = files.map(({ name }) => name.split(/[/\\]/).at(-1)).join(', ');
  const why = slack === undefined ? '' : ` (${slack})`;
  const note = `Could not be uploaded${why}: ${names}. Ask again for it.`;
  if (files.length === 0 || slack?.startsWith('invalid_')) return messageOf(text, []);
  return messageOf(`${text}\n${note}`, [...blocks, contextLine(note, 500)]);
}

const INVITE =
  'The bot is not in this channel. Invite it with /invite and its name: then it answers in a thread, with pictures and buttons.';

/** Words alone: what one person alone sees has no thread, and its buttons no message. */
const toOutside = ({ text, blocks }: SlackMessage): SlackMessage =>
  messageOf(text, [...blocks.filter(({ type }) => type !== 'actions'), contextLine(INVITE, 500)]);
