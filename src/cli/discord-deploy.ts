import { OPTION } from '../chat/discord/api.ts';
import { commandsJson } from '../chat/discord/commands.ts';
import { deploy } from '../chat/discord/deploy.ts';
import { tokenMissing } from '../chat/discord/errors.ts';
import { invitation } from '../chat/discord/invite.ts';
import { openRest } from '../chat/discord/rest.ts';
import { commandCards } from '../dispatch/command-cards.ts';
import { readCommands } from '../dispatch/registry.ts';
import { silentLog } from '../kernel/log.ts';

export interface DeployOptions {
  readonly guild?: string;
  readonly dryRun: boolean;
}

/**
 * Registers the commands with Discord.
 *
 * @param env  DISCORD_TOKEN, DISCORD_APP_ID, DISCORD_API
 * @returns what to print: what was registered and where, or, of a dry run, the JSON that would be sent
 * @throws {DiscordError} `token-missing` and what {@link deploy} throws
 */
export async function discordDeploy(
  { guild, dryRun }: DeployOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const commands = commandsJson(commandCards(await readCommands()));
  if (dryRun) return JSON.stringify(commands, null, 2);
  const { DISCORD_TOKEN: token = '', DISCORD_API: api, DISCORD_APP_ID: given = '' } = env;
  if (token.trim() === '') throw tokenMissing();
  const rest = openRest({ token, api, log: silentLog });
  const application = await deploy({ commands, guild, application: given.trim() || undefined }, rest);
  const [slash, ...menu] = commands;
  const calls = (slash?.options ?? []).reduce((sum, { type, options }) => sum + sizeOf(type, options), 0);
  return [
    `/${slash?.name} with ${calls} commands and the menu entry “${menu[0]?.name}” are registered ${placeOf(guild)}.`,
    `To add the bot to a server: ${invitation(application)}`,
  ].join('\n');
}

/** Commands of a group, or the one that it is. */
const sizeOf = (type: number, options: readonly unknown[] = []): number =>
  type === OPTION.group ? options.length : 1;

const placeOf = (guild: string | undefined): string =>
  guild === undefined
    ? 'in every server that has the bot and in direct messages; apps may take up to an hour to show them'
    : `in the server ${guild}; apps show them at once, some after a reload (Ctrl+R)`;
