/** The application itself: where the gateway is, who the bot is, which commands are registered. */
import {
  ApplicationCommandResponseSchema,
  ApplicationCommandUpdateRequestSchema,
  CreatePrivateChannelRequestSchema,
  GatewayBotResponseSchema,
  PrivateApplicationResponseSchema,
  PrivateChannelResponseSchema,
  UserPIIResponseSchema,
} from 'discord-api-spec/zod';
import { unauthorized, unknownChannel } from './api-failure.ts';
import type { Core } from './core.ts';
import { channelJson, userJson } from './json-places.ts';
import { listIn, textIn } from './json-read.ts';
import { directChannel } from './places.ts';
import type { Call, Route } from './route.ts';
import type { Json } from './world.ts';

const application = {
  method: 'GET',
  gives: PrivateApplicationResponseSchema,
  act: (_: Call, core: Core) => applicationJson(core),
} as const;
const commands = {
  asks: ApplicationCommandUpdateRequestSchema,
  gives: ApplicationCommandResponseSchema,
} as const;

export const appRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/gateway/bot',
    gives: GatewayBotResponseSchema,
    act: (_, { origin, settings }) => ({
      url: `${origin.replace('http', 'ws')}/gateway`,
      shards: settings.shards,
      session_start_limit: {
        total: 1000,
        remaining: 999,
        reset_after: 0,
        max_concurrency: settings.concurrency,
      },
    }),
  },
  { path: '/applications/@me', ...application },
  { path: '/oauth2/applications/@me', ...application },
  {
    method: 'GET',
    path: '/users/@me',
    gives: UserPIIResponseSchema,
    act: (_, { world }) => ({ ...userJson(world.bot), mfa_enabled: false, locale: 'en-US' }),
  },
  {
    method: 'POST',
    path: '/users/@me/channels',
    asks: CreatePrivateChannelRequestSchema,
    gives: PrivateChannelResponseSchema,
    act: ({ body }, { world }) => {
      const person = world.people.get(textIn(body.recipient_id) ?? '');
      if (person === undefined || person.bot) throw unknownChannel();
      return channelJson(world, directChannel(world, person));
    },
  },
  { method: 'PUT', path: '/applications/:app/commands', ...commands, act: overwrite },
  { method: 'PUT', path: '/applications/:app/guilds/:guild/commands', ...commands, act: overwrite },
  {
    method: 'GET',
    path: '/applications/:app/commands',
    gives: ApplicationCommandResponseSchema,
    act: listed,
  },
  {
    method: 'GET',
    path: '/applications/:app/guilds/:guild/commands',
    gives: ApplicationCommandResponseSchema,
    act: listed,
  },
];

function overwrite(call: Call, core: Core): readonly Json[] {
  if (call.in('app') !== core.world.bot.id) throw unauthorized();
  const guild = call.in('guild');
  core.world.commands.set(
    guild,
    call.list.map((command) => commandJson(core, guild, command)),
  );
  return listed(call, core);
}

function listed(call: Call, { world }: Core): readonly Json[] {
  return world.commands.get(call.in('guild')) ?? [];
}

function commandJson({ world }: Core, guild: string, command: Json): Json {
  return {
    id: world.ids.next(),
    application_id: world.bot.id,
    version: world.ids.next(),
    type: command.type ?? 1,
    name: command.name,
    description: command.description ?? '',
    default_member_permissions: null,
    nsfw: false,
    ...(guild === '' ? { contexts: null } : { guild_id: guild }),
    ...(command.options === undefined ? {} : { options: listIn(command.options) }),
  };
}

const applicationJson = ({ world }: Core): Json => ({
  id: world.bot.id,
  name: world.bot.name,
  icon: null,
  description: '',
  type: null,
  flags: 0,
  flags_new: '0',
  bot: userJson(world.bot),
  bot_public: true,
  bot_require_code_grant: false,
  verify_key: '0'.repeat(64),
  redirect_uris: [],
  interactions_endpoint_url: null,
  role_connections_verification_url: null,
  owner: userJson([...world.people.values()][1] ?? world.bot),
  approximate_guild_count: world.guilds.size,
  approximate_user_install_count: 0,
  approximate_user_authorization_count: 0,
  explicit_content_filter: 0,
  team: null,
  eligible_oauth2_scopes: [],
});
