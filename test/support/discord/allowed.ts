/** Whether the bot may do what it asks for, in Discord's order: seen at all, then allowed. */
import {
  archivedThread,
  missingAccess,
  missingPermissions,
  unknownChannel,
  unknownMessage,
} from './api-failure.ts';
import type { Core } from './core.ts';
import type { Permission } from './permissions.ts';
import { may } from './places.ts';
import type { Channel, StoredMessage } from './world.ts';

/** @throws {ApiFailure} 10003, 50001, 50013 */
export function allowedChannel({ world }: Core, id: string, ...permissions: Permission[]): Channel {
  const channel = world.channels.get(id);
  if (channel === undefined) throw unknownChannel();
  if (!may(world, channel, 'viewChannel')) throw missingAccess();
  if (permissions.some((permission) => !may(world, channel, permission))) throw missingPermissions();
  return channel;
}

/** Where a message is written: a thread asks for a permission of its own. */
export function writable(core: Core, id: string, withFiles: boolean): Channel {
  const channel = allowedChannel(core, id);
  const speak = channel.type === 11 ? 'sendMessagesInThreads' : 'sendMessages';
  return allowedChannel(core, id, speak, ...(withFiles ? (['attachFiles'] as const) : []));
}

/** @throws {ApiFailure} 10008; what only one person sees is not there for the channel */
export function messageAt({ world }: Core, channel: string, id: string): StoredMessage {
  const message = world.messages.get(id);
  if (message === undefined || message.deleted || message.channel !== channel || (message.flags & 64) !== 0) {
    throw unknownMessage();
  }
  return message;
}

/** @throws {ApiFailure} 50083 */
export function mustBeOpen({ archived }: Channel): void {
  if (archived) throw archivedThread();
}
