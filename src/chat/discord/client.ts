import {
  Client,
  type ClientOptions,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
  Status,
} from 'discord.js';
import type { Log } from '../../kernel/log.ts';
import type { ApiChannel, ApiInteraction, ApiMessage } from './api.ts';
import type { ApiServer } from './catch-up.ts';
import { restBase } from './rest.ts';
import type { Shards } from './shards.ts';

export interface ClientSettings {
  readonly api?: string | undefined;
  /** With MESSAGE_CONTENT. */
  readonly privileged: boolean;
  /** As many as Discord advises without it. */
  readonly shards?: Shards | undefined;
  readonly log: Log;
}

/** Takes events as the gateway tells them; neither throws. */
export interface Ear {
  interaction(data: ApiInteraction): void;
  message(data: ApiMessage): void;
  /** A server, at each new connection: what was said there before it was not told. */
  server(data: ApiServer): void;
  /** The connection of a shard is over for good. @param code  the gateway's close code */
  closed(code: number): void;
}

/** Events are heard as they come over the wire: what the library makes of them is not needed. */
export function makeClient(settings: ClientSettings, ear: Ear): Client {
  const { log } = settings;
  const client = new Client(optionsOf(settings));
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (data) => ear.interaction(data));
  client.ws.on(GatewayDispatchEvents.MessageCreate, (data) => ear.message(data));
  client.ws.on(GatewayDispatchEvents.GuildCreate, (data) => ear.server(data));
  client.on(Events.ShardDisconnect, ({ code }) => ear.closed(code));
  client.on(Events.ShardReady, (shard) => log.info('Discord is connected.', { shard }));
  client.on(Events.ShardResume, (shard, replayed) =>
    log.info('Discord is connected again.', { shard, replayed }),
  );
  client.on(Events.ShardReconnecting, (shard) => log.warn('The connection to Discord was lost.', { shard }));
  client.on(Events.ShardError, ({ message }, shard) =>
    log.warn('The connection to Discord failed.', { shard, message }),
  );
  client.on(Events.Error, ({ message }) => log.warn('discord.js reports an error.', { message }));
  return client;
}

function optionsOf({ api, privileged, shards }: ClientSettings): ClientOptions {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
  return {
    intents: [Guilds, GuildMessages, DirectMessages, ...(privileged ? [MessageContent] : [])],
    allowedMentions: { parse: [], repliedUser: false },
    rest: restBase(api),
    makeCache: Options.cacheWithLimits(NOT_KEPT),
    ...shardOptions(shards),
  };
}

/** A process of the library's ShardingManager is told its shards by the environment, which the library reads. */
function shardOptions(shards: Shards | undefined): Pick<ClientOptions, 'shards' | 'shardCount'> {
  if (shards !== undefined) return { shards: [...shards.ids], shardCount: shards.count };
  return process.env.SHARDING_MANAGER === undefined ? { shards: 'auto' } : {};
}

/** Servers, roles, channels and threads are kept; nothing that grows with what people say. */
const NOT_KEPT = {
  MessageManager: 0,
  ReactionManager: 0,
  PresenceManager: 0,
  VoiceStateManager: 0,
  ThreadMemberManager: 0,
  GuildEmojiManager: 0,
  GuildStickerManager: 0,
  GuildInviteManager: 0,
  GuildScheduledEventManager: 0,
  StageInstanceManager: 0,
  AutoModerationRuleManager: 0,
} as const;

const HEARS: readonly Status[] = [Status.Ready, Status.WaitingForGuilds, Status.Nearly];

/** Whether every shard hears. */
export const isConnected = ({ ws: { shards } }: Client): boolean =>
  shards.size > 0 && shards.every(({ status }) => HEARS.includes(status));

/** A channel or thread that the gateway told of. */
export function channelKnown(client: Client, id: string): ApiChannel | undefined {
  const channel = client.channels.cache.get(id);
  if (channel === undefined) return undefined;
  return { id, type: channel.type, parent_id: 'parentId' in channel ? channel.parentId : null };
}

/** What a person may do in a whole server, as a bit field in decimal digits; undefined in a server that is not known. */
export function permissionsIn(
  client: Client,
  guild: string,
  person: string,
  roles: readonly string[],
): string | undefined {
  const server = client.guilds.cache.get(guild);
  if (server === undefined) return undefined;
  if (server.ownerId === person) return String(EVERYTHING);
  const bits = [guild, ...roles].map((role) => server.roles.cache.get(role)?.permissions.bitfield ?? 0n);
  return String(bits.reduce((all, some) => all | some, 0n));
}

/** ADMINISTRATOR. */
const EVERYTHING = 0x8n;
