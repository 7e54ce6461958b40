/** Messages of a channel, with the bot's own token. */
import {
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
  MessageResponseSchema,
} from 'discord-api-spec/zod';
import { allowedChannel, messageAt, mustBeOpen, writable } from './allowed.ts';
import { ApiFailure, archivedThread, invalidForm, othersMessage } from './api-failure.ts';
import type { Core } from './core.ts';
import { numberIn, objectIn, textIn } from './json-read.ts';
import { edit, isEphemeral, post, readJson, remove } from './messages.ts';
import { may } from './places.ts';
import type { Call, Route } from './route.ts';
import { revive } from './threads.ts';
import { type Channel, type Json, messagesIn, type StoredMessage } from './world.ts';

const LIST = '/channels/:channel/messages';
const ONE = '/channels/:channel/messages/:message';
const gives = MessageResponseSchema;

export const messageRoutes: readonly Route[] = [
  { method: 'POST', path: LIST, asks: MessageCreateRequestSchema, gives, act: create },
  { method: 'GET', path: LIST, gives, act: list },
  { method: 'GET', path: ONE, gives, act: (call, core) => readJson(core, found(call, core)) },
  { method: 'PATCH', path: ONE, asks: MessageEditRequestPartialSchema, gives, act: change },
  { method: 'DELETE', path: ONE, act: takeAway },
  {
    method: 'POST',
    path: '/channels/:channel/typing',
    act: (call, core) => {
      writable(core, call.in('channel'), false);
      return undefined;
    },
  },
];

function create(call: Call, core: Core): Json {
  const { body, uploads } = call;
  const { world } = core;
  const channel = writable(core, call.in('channel'), uploads.length > 0);
  const nonce = textIn(body.nonce) ?? numberIn(body.nonce);
  // The real one forgets a nonce after some minutes.
  const before = body.enforce_nonce === true ? world.nonces.get(nonce ?? '') : undefined;
  if (before !== undefined) return readJson(core, before);
  if (channel.locked) throw archivedThread();
  const replyTo = replyIn(core, channel, body);
  if (channel.archived) revive(core, channel);
  const facts = { channel: channel.id, author: world.bot, type: replyTo === undefined ? 0 : 19 } as const;
  const message = post(core, { ...facts, replyTo, nonce }, body, uploads);
  if (nonce !== undefined) world.nonces.set(nonce, message);
  return readJson(core, message);
}

/** @throws {ApiFailure} 160002, 50035 */
function replyIn({ world }: Core, channel: Channel, body: Json): string | undefined {
  const reference = objectIn(body.message_reference);
  const id = textIn(reference?.message_id);
  if (id === undefined) return undefined;
  if (!may(world, channel, 'readMessageHistory')) {
    throw new ApiFailure(403, 160002, 'Cannot reply without permission to read message history');
  }
  const to = world.messages.get(id);
  if (to?.channel === channel.id && !to.deleted) return id;
  if (reference?.fail_if_not_exists === false) return undefined;
  const message = 'Unknown message';
  throw invalidForm([{ path: ['message_reference'], code: 'REPLIES_UNKNOWN_MESSAGE', message }]);
}

/** Newest first, as the real one. */
function list(call: Call, core: Core): readonly Json[] {
  const channel = allowedChannel(core, call.in('channel'));
  if (!may(core.world, channel, 'readMessageHistory')) return [];
  const { query } = call;
  const [before, after] = [query.get('before'), query.get('after')].map((id) =>
    id === null ? null : BigInt(id),
  );
  const inside = messagesIn(core.world, channel.id)
    .filter((message) => !isEphemeral(message))
    .filter(({ id }) => (before == null || BigInt(id) < before) && (after == null || BigInt(id) > after));
  const limit = Number(query.get('limit') ?? 50);
  const page = after == null ? inside.slice(-limit) : inside.slice(0, limit);
  return page.reverse().map((message) => readJson(core, message));
}

function found(call: Call, core: Core): StoredMessage {
  const channel = allowedChannel(core, call.in('channel'), 'readMessageHistory');
  return messageAt(core, channel.id, call.in('message'));
}

function change(call: Call, core: Core): Json {
  const channel = allowedChannel(core, call.in('channel'));
  const message = messageAt(core, channel.id, call.in('message'));
  if (message.author !== core.world.bot) throw othersMessage();
  mustBeOpen(channel);
  edit(core, message, call.body, call.uploads);
  return readJson(core, message);
}

function takeAway(call: Call, core: Core): undefined {
  const channel = allowedChannel(core, call.in('channel'));
  const message = messageAt(core, channel.id, call.in('message'));
  if (message.author !== core.world.bot) throw othersMessage();
  mustBeOpen(channel);
  remove(core, message);
}
