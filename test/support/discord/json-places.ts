/** People and places as the API writes them. */
import { timeOf } from './ids.ts';
import { bitsOf, EVERYDAY, type Permission } from './permissions.ts';
import type { Channel, Guild, Json, Person, World } from './world.ts';

export const userJson = ({ id, name, bot }: Person): Json => ({
  id,
  username: name,
  discriminator: bot ? '0001' : '0',
  global_name: bot ? null : name,
  avatar: null,
  primary_guild: null,
  public_flags: 0,
  flags: 0,
  ...(bot ? { bot: true } : {}),
});

const rightsOf = ({ manages }: Person): Permission[] => [
  ...EVERYDAY,
  ...(manages ? (['manageGuild'] as const) : []),
];

/** Of a message: without its user. */
export const memberJson = ({ id, roles }: Person): Json => ({
  nick: null,
  avatar: null,
  roles,
  joined_at: timeOf(id),
  premium_since: null,
  deaf: false,
  mute: false,
  flags: 0,
  pending: false,
  communication_disabled_until: null,
});

/** Of an interaction: with the person's permissions in the channel. */
export const actorJson = (person: Person): Json => ({
  ...memberJson(person),
  permissions: bitsOf(rightsOf(person)),
  user: userJson(person),
});

/** What the bot may do in a channel. */
export const botRights = (world: World, channel: Channel): Permission[] => {
  const parent = world.channels.get(channel.parent ?? '');
  return EVERYDAY.filter((name) => !channel.denied.has(name) && parent?.denied.has(name) !== true);
};

export function channelJson(world: World, channel: Channel): Json {
  if (channel.type === 11) return threadJson(world, channel);
  const shared = { id: channel.id, type: channel.type, flags: 0, last_message_id: null };
  const recipient = world.people.get(channel.recipient ?? '');
  if (recipient !== undefined) return { ...shared, recipients: [userJson(recipient)] };
  const deny = bitsOf(channel.denied);
  const overwrites = deny === '0' ? [] : [{ id: world.bot.id, type: 1, allow: '0', deny }];
  return {
    ...shared,
    guild_id: channel.guild,
    name: channel.name,
    position: 0,
    parent_id: null,
    topic: null,
    nsfw: false,
    rate_limit_per_user: 0,
    permission_overwrites: overwrites,
  };
}

function threadJson(world: World, thread: Channel): Json {
  const inside = world.standing.get(thread.id) ?? [];
  return {
    id: thread.id,
    type: 11,
    flags: 0,
    last_message_id: inside.at(-1)?.id ?? null,
    guild_id: thread.guild,
    parent_id: thread.parent,
    owner_id: thread.owner,
    name: thread.name,
    rate_limit_per_user: 0,
    message_count: inside.length,
    member_count: 1,
    total_message_sent: inside.length,
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      archive_timestamp: timeOf(thread.id),
      create_timestamp: timeOf(thread.id),
      auto_archive_duration: thread.archiveAfter,
    },
  };
}

/** Of an interaction: what it is told of its channel. */
export const spotJson = (world: World, channel: Channel): Json => ({
  ...channelJson(world, channel),
  permissions: bitsOf(EVERYDAY),
});

/** GUILD_CREATE. */
export function guildJson(world: World, { id, name }: Guild): Json {
  const inside = [...world.channels.values()].filter(({ guild }) => guild === id);
  const members = [...world.people.values()].map((person) => ({
    ...memberJson(person),
    user: userJson(person),
  }));
  return {
    ...guildFacts(world, id, name),
    members,
    member_count: members.length,
    channels: inside.filter(({ type }) => type === 0).map((channel) => channelJson(world, channel)),
    threads: inside
      .filter(({ type, archived }) => type === 11 && !archived)
      .map((channel) => channelJson(world, channel)),
  };
}

const everyoneRole = (guild: string): Json => ({
  id: guild,
  name: '@everyone',
  permissions: bitsOf(EVERYDAY),
  position: 0,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  managed: false,
  mentionable: false,
  flags: 0,
});

const guildFacts = (world: World, id: string, name: string): Json => ({
  id,
  name,
  owner_id: [...world.people.keys()][1] ?? world.bot.id,
  joined_at: timeOf(id),
  large: false,
  unavailable: false,
  icon: null,
  region: 'deprecated',
  preferred_locale: 'en-US',
  afk_timeout: 300,
  verification_level: 0,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  mfa_level: 0,
  nsfw_level: 0,
  premium_tier: 0,
  system_channel_flags: 0,
  features: [],
  roles: [everyoneRole(id)],
  emojis: [],
  stickers: [],
  voice_states: [],
  presences: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
});
