import type { ChatEvent } from '../../kernel/chat-event.ts';
import { addressOf, type Home, homesOf } from './address.ts';
import type { Draft } from './draft.ts';
import { tokenLives } from './heard.ts';
import { channelPost, type DiscordMessage } from './message.ts';
import type { Posted } from './posted.ts';
import { API, isApi } from './refusal.ts';
import type { Rest } from './rest.ts';
import { ROUTES } from './routes.ts';
import { spotsOf, type Tools } from './spots.ts';
import { notInThread, startThread, unarchive } from './threads.ts';
import { through, type Way } from './through.ts';

export interface Post {
  readonly draft: Draft;
  /** The same again is not posted again within a few minutes. */
  readonly nonce: string;
  /** Of the session's thread, should it have to be started for this. */
  readonly threadName: string;
  /** The session's thread, where it is not the event's own. */
  readonly thread?: string | undefined;
}

/**
 * Posts a message of a turn: into the session's thread, else into the channel, else through the
 * interaction while its token lives.
 *
 * @throws {DiscordError} `undeliverable`, and what {@link Rest} throws
 */
export async function post(event: ChatEvent, what: Post, tools: Tools): Promise<Posted> {
  const homes = homesOf(event, what.thread ?? event.thread);
  const note = homes.length > 1 ? { note: notInThread } : {};
  const ways = homes.map(
    (home): Way => ({
      ...note,
      channel: home.channel,
      put: (message) => postAt(home, message, what, tools.rest),
    }),
  );
  const posted = await through(
    [...ways, ...followUp(event, tools).map((way) => ({ ...way, ...note }))],
    what.draft,
  );
  tools.stands.set(posted.id, posted.channel);
  return posted;
}

/** Edits a message of a turn, wherever it stands. @param message  without it the interaction's own reply */
export async function edit(
  event: ChatEvent,
  message: string | undefined,
  draft: Draft,
  tools: Tools,
): Promise<Posted> {
  const ways = spotsOf(event, message, tools).map(
    ({ channel, ...spot }): Way => ({
      channel,
      put: ({ body, files }) =>
        whileArchived(channel, tools.rest, () => tools.rest({ method: 'PATCH', ...spot, body, files })),
    }),
  );
  return through(ways, draft);
}

/** Through the interaction: works where the bot itself may not write. */
function followUp(event: ChatEvent, { rest, now }: Tools): readonly Way[] {
  const { hook, channel } = addressOf(event);
  if (hook === undefined || !tokenLives(event, now())) return [];
  return [
    {
      channel,
      put: ({ body, files }) =>
        rest({ method: 'POST', path: ROUTES.followUp(hook), byPath: true, body, files }),
    },
  ];
}

async function postAt(
  { channel, replyTo, parent }: Home,
  message: DiscordMessage,
  { nonce, threadName }: Post,
  rest: Rest,
): Promise<unknown> {
  const body = channelPost(message, nonce, replyTo);
  const send = () => rest({ method: 'POST', path: ROUTES.messages(channel), body, files: message.files });
  try {
    return await whileArchived(channel, rest, send);
  } catch (error) {
    // Not started yet: the process died, or the permission was missing then.
    if (parent === undefined || !isApi(error, API.unknownChannel)) throw error;
    await startThread(rest, { channel: parent, message: channel }, threadName);
    return send();
  }
}

/** Takes the thread out of the archive where that is what is in the way. */
async function whileArchived(thread: string, rest: Rest, send: () => Promise<unknown>): Promise<unknown> {
  try {
    return await send();
  } catch (error) {
    if (!isApi(error, API.archived)) throw error;
    await unarchive(rest, thread);
    return send();
  }
}
