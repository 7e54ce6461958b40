import type { ChatEvent } from '../../kernel/chat-event.ts';
import { type ApiInteraction, type ApiMember, type ApiUser, placeOf } from './api.ts';
import { LIMITS, TOKEN_MS } from './limits.ts';

/** Direct messages have no server; their channel's id is theirs alone. */
export const DIRECT = 'direct';

/**
 * An event out of an interaction; its `address`: kind, applicationId, interactionId, token, channel
 * (where it was done), channelType, message (whose control was used), fileLimit (bytes), roles, manages.
 *
 * @returns null from a bot, or without a person or a channel
 */
export function eventOf(
  interaction: ApiInteraction,
  said: Pick<ChatEvent, 'way' | 'text'> & { readonly about?: Readonly<Record<string, string>> },
  now: number,
): ChatEvent | null {
  const {
    id,
    channel,
    channel_id: channelId = channel?.id,
    guild_id: workspace = DIRECT,
    member,
  } = interaction;
  const user = member?.user ?? interaction.user;
  if (user === undefined || user.bot === true || channelId === undefined) return null;
  return {
    id,
    platform: 'discord',
    workspace,
    ...(channel === undefined ? { channel: channelId } : placeOf(channel)),
    person: { id: user.id, name: nameOf(user, member) },
    way: said.way,
    text: said.text,
    receivedAt: now,
    address: { ...said.about, ...addressOf(interaction, channelId), ...rightsOf(member) },
  };
}

function addressOf(interaction: ApiInteraction, channel: string): Record<string, string | number> {
  return {
    kind: 'interaction',
    applicationId: interaction.application_id,
    interactionId: interaction.id,
    token: interaction.token,
    channel,
    ...(interaction.channel === undefined ? {} : { channelType: interaction.channel.type }),
    ...(interaction.message === undefined ? {} : { message: interaction.message.id }),
    fileLimit: interaction.attachment_size_limit ?? LIMITS.file,
  };
}

/** ADMINISTRATOR or MANAGE_GUILD. */
const MANAGES = 0x8n | 0x20n;

/** What limits and permissions ask for: roles, separated by spaces, and whether the person runs the server. */
export function rightsOf(member: ApiMember | undefined): Record<string, string | boolean> {
  const { roles = [], permissions = '0' } = member ?? {};
  const bits = /^\d{1,30}$/.test(permissions) ? BigInt(permissions) : 0n;
  return { roles: roles.join(' '), manages: (bits & MANAGES) !== 0n };
}

export const nameOf = (user: ApiUser, member: ApiMember | undefined): string =>
  member?.nick ?? user.global_name ?? user.username;

/** Whether an answer may still go through the interaction; later it is a message of the channel. */
export const tokenLives = ({ address, receivedAt }: ChatEvent, now: number): boolean =>
  address.kind === 'interaction' && now - receivedAt < TOKEN_MS;
