/** Threads as they are made, filed and taken out again. */
import { type Core, INTENTS } from './core.ts';
import { FLAGS } from './json-message.ts';
import { channelJson } from './json-places.ts';
import { addChannel } from './places.ts';
import type { Channel, Json, StoredMessage } from './world.ts';

/** @param message  where it starts: the thread has its id */
export function startThread(
  core: Core,
  parent: Channel,
  name: string,
  after: number,
  message?: StoredMessage,
): Channel {
  const { guild = '', id } = parent;
  const own = message === undefined ? {} : { id: message.id };
  const facts = { type: 11, name, guild, parent: id, owner: core.world.bot.id } as const;
  const thread = addChannel(core.world, { ...facts, ...own });
  thread.archiveAfter = after;
  if (message !== undefined) {
    message.thread = thread.id;
    message.flags |= FLAGS.thread;
  }
  tellThread(core, 'THREAD_CREATE', thread, { newly_created: true });
  return thread;
}

export function file(core: Core, thread: Channel, facts: { archived: boolean; locked?: boolean }): void {
  Object.assign(thread, facts);
  tellThread(core, 'THREAD_UPDATE', thread);
}

/** A message takes a thread out of the archive. */
export const revive = (core: Core, thread: Channel): void => file(core, thread, { archived: false });

const tellThread = (core: Core, event: string, thread: Channel, more: Json = {}): void =>
  core.tell(
    event,
    { ...channelJson(core.world, thread), ...more },
    { guild: thread.guild, intent: INTENTS.guilds },
  );
