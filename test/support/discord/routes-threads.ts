/** Channels and their threads. */
import {
  CreatedThreadResponseSchema,
  CreateTextThreadWithMessageRequestSchema,
  CreateTextThreadWithoutMessageRequestSchema,
  GuildChannelResponseSchema,
  PrivateChannelResponseSchema,
  ThreadResponseSchema,
  UpdateThreadRequestPartialSchema,
} from 'discord-api-spec/zod';
import { allowedChannel, messageAt } from './allowed.ts';
import { ApiFailure, archivedThread, missingPermissions, threadExists } from './api-failure.ts';
import type { Core } from './core.ts';
import { channelJson } from './json-places.ts';
import { numberIn, textIn } from './json-read.ts';
import { may } from './places.ts';
import type { Call, Route } from './route.ts';
import { file, startThread } from './threads.ts';
import type { Channel, Json } from './world.ts';

export const threadRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channels/:channel',
    gives: ({ type }) => schemaOf(type),
    act: (call, core) => channelJson(core.world, allowedChannel(core, call.in('channel'))),
  },
  {
    method: 'PATCH',
    path: '/channels/:channel',
    asks: UpdateThreadRequestPartialSchema,
    gives: ThreadResponseSchema,
    act: update,
  },
  {
    method: 'POST',
    path: '/channels/:channel/messages/:message/threads',
    asks: CreateTextThreadWithMessageRequestSchema,
    gives: CreatedThreadResponseSchema,
    act: fromMessage,
  },
  {
    method: 'POST',
    path: '/channels/:channel/threads',
    asks: CreateTextThreadWithoutMessageRequestSchema,
    gives: CreatedThreadResponseSchema,
    act: (call, core) => {
      const channel = allowedChannel(core, call.in('channel'), 'createPublicThreads');
      return channelJson(core.world, start(call, core, channel));
    },
  },
  {
    method: 'PUT',
    path: '/channels/:channel/thread-members/@me',
    act: (call, core) => {
      if (allowedChannel(core, call.in('channel')).archived) throw archivedThread();
      return undefined;
    },
  },
];

const schemaOf = (type: unknown) => {
  if (type === 1) return PrivateChannelResponseSchema;
  return type === 11 ? ThreadResponseSchema : GuildChannelResponseSchema;
};

function fromMessage(call: Call, core: Core): Json {
  const channel = allowedChannel(core, call.in('channel'), 'createPublicThreads');
  const message = messageAt(core, channel.id, call.in('message'));
  if (channel.type !== 0) throw new ApiFailure(400, 50024, 'Cannot execute action on this channel type');
  if (message.thread !== undefined) throw threadExists();
  return channelJson(core.world, start(call, core, channel, message));
}

function start(
  { body }: Call,
  core: Core,
  channel: Channel,
  message?: Parameters<typeof startThread>[4],
): Channel {
  return startThread(
    core,
    channel,
    textIn(body.name) ?? '',
    numberIn(body.auto_archive_duration) ?? 4320,
    message,
  );
}

/** Whoever may write in a thread takes it out of the archive; a locked one is for moderators. */
function update(call: Call, core: Core): Json {
  const thread = allowedChannel(core, call.in('channel'), 'sendMessagesInThreads');
  if (thread.type !== 11 || thread.locked) throw missingPermissions();
  const { archived = thread.archived, name, auto_archive_duration: after } = call.body;
  const owns = thread.owner === core.world.bot.id || may(core.world, thread, 'manageThreads');
  if ((name !== undefined || archived === true) && !owns) throw missingPermissions();
  if (thread.archived && archived !== false) throw archivedThread();
  thread.archiveAfter = numberIn(after) ?? thread.archiveAfter;
  file(core, thread, { archived: archived === true });
  return channelJson(core.world, thread);
}
