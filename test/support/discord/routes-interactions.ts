/** How an interaction is acknowledged: once, in time, with what its kind takes. */
import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  InteractionCallbackResponseSchema,
  ModalInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from 'discord-api-spec/zod';
import { acknowledged, invalidForm, unknownInteraction } from './api-failure.ts';
import type { Core } from './core.ts';
import { FLAGS } from './json-message.ts';
import { numberIn, objectIn } from './json-read.ts';
import { edit, isEphemeral, post, readJson } from './messages.ts';
import type { Call, Route } from './route.ts';
import type { Interaction, Json, StoredMessage } from './world.ts';

/** The kinds of interaction that take a type of callback. */
const TAKEN_BY: Readonly<Record<number, readonly number[]>> = {
  4: [2, 3],
  5: [2, 3],
  6: [3],
  7: [3],
  8: [4],
  9: [2, 3],
};

export const interactionRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    open: true,
    asks: ({ type }) => {
      if (type === 8) return ApplicationCommandAutocompleteCallbackRequestSchema;
      if (type === 9) return ModalInteractionCallbackRequestSchema;
      return type === 6 || type === 7
        ? UpdateMessageInteractionCallbackRequestSchema
        : CreateMessageInteractionCallbackRequestSchema;
    },
    gives: InteractionCallbackResponseSchema,
    published,
    act: callback,
  },
];

function callback(call: Call, core: Core): Json | undefined {
  const interaction = core.world.interactions.get(call.in('interaction'));
  if (interaction?.token !== call.in('token')) throw unknownInteraction();
  if (interaction.ack !== undefined) throw acknowledged();
  const after = core.now() - interaction.at;
  interaction.missed = interaction.late || after > core.settings.ackWithin;
  if (interaction.missed) throw unknownInteraction();
  const type = numberIn(call.body.type) ?? 0;
  if (TAKEN_BY[type]?.includes(interaction.type) !== true) {
    throw invalidForm([
      { path: ['type'], code: 'INTERACTION_TYPE_INVALID', message: 'Not for this interaction.' },
    ]);
  }
  const data = objectIn(call.body.data) ?? {};
  const message = carriedOut(core, interaction, type, data, call.uploads);
  interaction.ack = { type, after, data };
  interaction.original = message?.id;
  return call.query.get('with_response') === 'true'
    ? responseJson(core, interaction, type, message)
    : undefined;
}

/** @returns the message that is `@original` from now on */
function carriedOut(
  core: Core,
  interaction: Interaction,
  type: number,
  data: Json,
  uploads: Call['uploads'],
): StoredMessage | undefined {
  if (type === 8 || type === 9) return undefined;
  const pressed = core.world.messages.get(interaction.message ?? '');
  if (type === 6) return pressed;
  if (type === 7) {
    if (pressed !== undefined) edit(core, pressed, data, uploads);
    return pressed;
  }
  const waits = type === 5 ? FLAGS.loading : 0;
  const flags = ((numberIn(data.flags) ?? 0) & FLAGS.ephemeral) | waits;
  return answerTo(core, interaction, flags, data, uploads);
}

/** A new message of the bot that belongs to an interaction. */
export function answerTo(
  core: Core,
  interaction: Interaction,
  flags: number,
  data: Json,
  uploads: Call['uploads'],
): StoredMessage {
  const type = interaction.type === 2 ? 20 : 0;
  const { channel, id } = interaction;
  return post(core, { channel, author: core.world.bot, type, flags, interaction: id }, data, uploads);
}

function responseJson(
  core: Core,
  interaction: Interaction,
  type: number,
  message: StoredMessage | undefined,
): Json {
  const guild = core.world.channels.get(interaction.channel)?.guild;
  const facts = {
    id: interaction.id,
    type: interaction.type,
    channel_id: interaction.channel,
    ...(guild === undefined ? {} : { guild_id: guild }),
  };
  if (message === undefined) return { interaction: facts };
  const about = {
    response_message_id: message.id,
    response_message_loading: (message.flags & FLAGS.loading) !== 0,
    response_message_ephemeral: isEphemeral(message),
  };
  return { interaction: { ...facts, ...about }, resource: { type, message: readJson(core, message) } };
}

/** Published are resources of the types 4 and 7 only; the real one gives them for 5 and 6 too, and discord.js reads them. */
function published(answer: Json): Json {
  const resource = objectIn(answer.resource);
  if (resource === undefined) return answer;
  const type = resource.type === 5 ? 4 : resource.type === 6 ? 7 : resource.type;
  return { ...answer, resource: { ...resource, type } };
}
