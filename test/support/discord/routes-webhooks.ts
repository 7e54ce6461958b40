/** What comes after the acknowledgement: `@original` and more messages, by the interaction's token. */
import {
  IncomingWebhookRequestPartialSchema,
  IncomingWebhookUpdateRequestPartialSchema,
  MessageResponseSchema,
} from 'discord-api-spec/zod';
import { archivedThread, lapsedToken, unknownMessage, unknownWebhook } from './api-failure.ts';
import type { Core } from './core.ts';
import { idInToken } from './ids.ts';
import { FLAGS } from './json-message.ts';
import { numberIn } from './json-read.ts';
import { edit, readJson, remove } from './messages.ts';
import type { Call, Route } from './route.ts';
import { answerTo } from './routes-interactions.ts';
import type { Interaction, Json, StoredMessage } from './world.ts';

const HOOK = '/webhooks/:app/:token';
const ONE = '/webhooks/:app/:token/messages/:message';
const shared = { open: true, gives: MessageResponseSchema } as const;

export const webhookRoutes: readonly Route[] = [
  { method: 'POST', path: HOOK, asks: IncomingWebhookRequestPartialSchema, ...shared, act: followUp },
  { method: 'GET', path: ONE, ...shared, act: (call, core) => readJson(core, found(call, core)) },
  { method: 'PATCH', path: ONE, asks: IncomingWebhookUpdateRequestPartialSchema, ...shared, act: change },
  {
    method: 'DELETE',
    path: ONE,
    open: true,
    act: (call, core) => {
      remove(core, found(call, core));
      return undefined;
    },
  },
];

/** @throws {ApiFailure} 10015 before it is acknowledged, 50027 when its time is over */
function owner(call: Call, { world, settings, now }: Core): Interaction {
  const interaction = world.interactions.get(idInToken(call.in('token')));
  if (interaction?.token !== call.in('token') || call.in('app') !== world.bot.id) throw lapsedToken();
  if (interaction.lapsed || now() - interaction.at > settings.tokenLives) throw lapsedToken();
  if (interaction.ack === undefined) throw unknownWebhook();
  return interaction;
}

function found(call: Call, core: Core): StoredMessage {
  const interaction = owner(call, core);
  const name = call.in('message');
  const message = core.world.messages.get(name === '@original' ? (interaction.original ?? '') : name);
  const isOurs = message?.id === interaction.original || message?.interaction === interaction.id;
  if (message === undefined || message.deleted || !isOurs) throw unknownMessage();
  return message;
}

/** The first one after a deferral takes the place of what is waiting. */
function followUp(call: Call, core: Core): Json {
  const interaction = owner(call, core);
  const waiting = core.world.messages.get(interaction.original ?? '');
  if (waiting !== undefined && !waiting.deleted && (waiting.flags & FLAGS.loading) !== 0) {
    edit(core, waiting, call.body, call.uploads);
    return readJson(core, waiting);
  }
  const flags = (numberIn(call.body.flags) ?? 0) & FLAGS.ephemeral;
  return readJson(core, answerTo(core, interaction, flags, call.body, call.uploads));
}

function change(call: Call, core: Core): Json {
  const message = found(call, core);
  if (core.world.channels.get(message.channel)?.archived === true) throw archivedThread();
  edit(core, message, call.body, call.uploads);
  return readJson(core, message);
}
