/** Interactions as the gateway tells them. */

import { messageJson } from './json-message.ts';
import { actorJson, botRights, spotJson, userJson } from './json-places.ts';
import { bitsOf } from './permissions.ts';
import type { Interaction, Json, World } from './world.ts';

/** INTERACTION_CREATE. @param fileLimit  bytes that a file may have here */
export function interactionJson(
  world: World,
  interaction: Interaction,
  base: string,
  fileLimit: number,
): Json {
  const channel = world.channels.get(interaction.channel);
  if (channel === undefined) throw new RangeError(`no channel ${interaction.channel}`);
  const message = world.messages.get(interaction.message ?? '');
  return {
    id: interaction.id,
    application_id: world.bot.id,
    type: interaction.type,
    version: 1,
    token: interaction.token,
    data: interaction.data,
    channel: spotJson(world, channel),
    channel_id: channel.id,
    ...where(interaction, channel.guild),
    app_permissions: bitsOf(botRights(world, channel)),
    locale: 'en-US',
    entitlements: [],
    attachment_size_limit: fileLimit,
    ...(message === undefined ? {} : { message: messageJson(world, message, base) }),
  };
}

function where({ person }: Interaction, guild: string | undefined): Json {
  if (guild === undefined) {
    const owners = { '1': person.id };
    return { user: userJson(person), context: 1, authorizing_integration_owners: owners };
  }
  return {
    guild_id: guild,
    guild: { id: guild, locale: 'en-US', features: [] },
    guild_locale: 'en-US',
    member: actorJson(person),
    context: 0,
    authorizing_integration_owners: { '0': guild, '1': person.id },
  };
}

interface OptionJson {
  readonly name: string;
  readonly type: number;
  readonly value?: unknown;
  readonly options?: readonly OptionJson[];
  readonly focused?: true;
}

const OPTION = { subcommand: 1, group: 2, text: 3, whole: 4, flag: 5, number: 10 } as const;

/**
 * The options of `/p <path…> <options>`. Types are those of the registered command, and where none is
 * registered what the values look like.
 */
export function optionsJson(
  path: readonly string[],
  options: Readonly<Record<string, string | number | boolean>>,
  registered: readonly Json[],
  focused?: string,
): readonly OptionJson[] {
  const [first, ...rest] = path;
  if (first === undefined) {
    return Object.entries(options).map(([name, value]) => ({
      name,
      type: typeIn(registered, name) ?? typeLike(value),
      value,
      ...(name === focused ? { focused: true } : {}),
    }));
  }
  const below = registered.find(({ name }) => name === first);
  if (registered.length > 0 && below === undefined)
    throw new RangeError(`${path.join(' ')} is not registered`);
  const inner = optionsJson(rest, options, optionsIn(below), focused);
  return [{ name: first, type: rest.length > 0 ? OPTION.group : OPTION.subcommand, options: inner }];
}

export const optionsIn = (json: Json | undefined): readonly Json[] =>
  Array.isArray(json?.options) ? json.options : [];

const typeIn = (registered: readonly Json[], name: string): number | undefined => {
  const type = registered.find((option) => option.name === name)?.type;
  return typeof type === 'number' ? type : undefined;
};

function typeLike(value: string | number | boolean): number {
  if (typeof value === 'boolean') return OPTION.flag;
  if (typeof value === 'string') return OPTION.text;
  return Number.isInteger(value) ? OPTION.whole : OPTION.number;
}
