/** Messages as the API writes them. */
import { timeOf } from './ids.ts';
import { channelJson, memberJson, userJson } from './json-places.ts';
import { mentionedIn } from './mentions.ts';
import type { Json, StoredFile, StoredMessage, World } from './world.ts';

export const FLAGS = { ephemeral: 64, loading: 128, thread: 32 } as const;

/** @param base  where files can be had, `http://127.0.0.1:1/cdn` */
export function messageJson(world: World, message: StoredMessage, base: string): Json {
  return { ...plainJson(world, message, base), ...referenceJson(world, message, base) };
}

function plainJson(world: World, message: StoredMessage, base: string): Json {
  const { users, roles, everyone } = mentionedIn(message, world);
  const thread = world.channels.get(message.thread ?? '');
  return {
    id: message.id,
    channel_id: message.channel,
    type: message.type,
    author: userJson(message.author),
    content: message.content,
    timestamp: timeOf(message.id),
    edited_timestamp: message.editedAt ?? null,
    tts: false,
    pinned: false,
    mention_everyone: everyone,
    mention_roles: roles,
    mentions: users.flatMap((id) => {
      const person = world.people.get(id);
      return person === undefined ? [] : [userJson(person)];
    }),
    embeds: [],
    attachments: message.files.map((file) => fileJson(file, base)),
    components: message.components,
    flags: message.flags,
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    ...(thread === undefined ? {} : { thread: channelJson(world, thread) }),
    ...ofInteraction(world, message),
  };
}

function fileJson({ id, name, type, description, bytes }: StoredFile, base: string): Json {
  const url = `${base}/${id}/${encodeURIComponent(name)}`;
  return {
    id,
    filename: name,
    size: bytes.length,
    url,
    proxy_url: url,
    content_type: type,
    ...(description === undefined ? {} : { description }),
    ...sizeOf(bytes),
  };
}

/** Of a PNG. */
function sizeOf(bytes: Uint8Array): Json {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 24 || view.getUint32(0) !== 0x89504e47) return {};
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** An answer to an interaction is a webhook's message, and says whose interaction it was. */
function ofInteraction(world: World, { interaction: id }: StoredMessage): Json {
  const interaction = world.interactions.get(id ?? '');
  if (interaction === undefined) return {};
  const guild = world.channels.get(interaction.channel)?.guild;
  const metadata = {
    id: interaction.id,
    type: interaction.type,
    user: userJson(interaction.person),
    authorizing_integration_owners: { '0': guild ?? '0' },
    ...(interaction.type === 3 ? { interacted_message_id: interaction.message } : {}),
  };
  return { application_id: world.bot.id, webhook_id: world.bot.id, interaction_metadata: metadata };
}

function referenceJson(world: World, message: StoredMessage, base: string): Json {
  const { replyTo, channel, type } = message;
  if (replyTo === undefined) return {};
  const to = world.messages.get(replyTo);
  return {
    message_reference: { type: 0, channel_id: to?.channel ?? channel, message_id: replyTo },
    ...(type !== 19
      ? {}
      : { referenced_message: to === undefined || to.deleted ? null : plainJson(world, to, base) }),
  };
}

/** MESSAGE_CREATE, MESSAGE_UPDATE: what the gateway adds. */
export function heardJson(world: World, message: StoredMessage, base: string): Json {
  const channel = world.channels.get(message.channel);
  const { guild } = channel ?? {};
  return {
    ...messageJson(world, message, base),
    channel_type: channel?.type ?? 0,
    ...(guild === undefined ? {} : { guild_id: guild, member: memberJson(message.author) }),
  };
}

/** Without the privileged intent nothing is left of what a message says. */
export const withoutContent = (heard: Json): Json => ({
  ...heard,
  content: '',
  attachments: [],
  embeds: [],
  components: [],
});
