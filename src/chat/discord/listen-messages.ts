import type { ChatEvent } from '../../kernel/chat-event.ts';
import { shortId } from '../../kernel/short-id.ts';
import { type ApiChannel, type ApiMessage, placeOf } from './api.ts';
import { hearMessage } from './hear-message.ts';
import type { Listening } from './listen.ts';

/** What the gateway knows of the servers. */
export interface Known {
  /** The bot's own user id. */
  me(): string;
  channel(id: string): Promise<ApiChannel | undefined>;
  /** A bit field in decimal digits: what a person may do in a whole server; undefined when it is not known. */
  permissions(guild: string, person: string, roles: readonly string[]): string | undefined;
}

/** Takes a message in, where it is for us; it is answered by a reply. */
export async function onMessage(message: ApiMessage, known: Known, listening: Listening): Promise<void> {
  const { desk, voice, log } = listening;
  const event = await heard(message, known, listening);
  if (event === null) return;
  try {
    if (await desk.receive(event)) void desk.answer(event);
  } catch (error) {
    log.error('An event could not be written down.', { id: shortId(event), error });
    await voice.fail(event, undefined, error, shortId(event));
  }
}

/** The store is asked for a session only of what is not for us anyway, and the channel only where it matters. */
async function heard(message: ApiMessage, known: Known, { desk, now }: Listening): Promise<ChatEvent | null> {
  const { guild_id: workspace, author } = message;
  const nobody = author.bot === true || message.webhook_id !== undefined || author.id === known.me();
  if (nobody || (message.content === '' && message.mentions.length === 0)) return null;
  const said = withRights(message, known);
  const channel = await known.channel(message.channel_id);
  const hearing = { me: known.me(), ...(channel === undefined ? {} : { channel }) };
  const event = hearMessage(said, { ...hearing, inSession: false }, now());
  if (event !== null || workspace === undefined || channel === undefined) return event;
  const inSession = await desk.inSession({ workspace, ...placeOf(channel) });
  return inSession ? hearMessage(said, { ...hearing, inSession }, now()) : null;
}

/** A message does not say what its author may do; an interaction does. */
function withRights(message: ApiMessage, known: Known): ApiMessage {
  const { guild_id: guild, member, author } = message;
  if (guild === undefined || member === undefined) return message;
  const permissions = known.permissions(guild, author.id, member.roles ?? []);
  return permissions === undefined ? message : { ...message, member: { ...member, permissions } };
}
