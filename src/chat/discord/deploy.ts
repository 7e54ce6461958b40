import type { CommandJson } from './commands.ts';
import { applicationWrong, guildUnknown } from './errors.ts';
import { field } from './posted.ts';
import { API, isApi } from './refusal.ts';
import type { Rest } from './rest.ts';
import { ROUTES } from './routes.ts';

export interface Deployment {
  readonly commands: readonly CommandJson[];
  /** DISCORD_APP_ID; asked of Discord where it is absent. */
  readonly application?: string | undefined;
  /** One server, where it shows at once; without it all that have the bot. */
  readonly guild?: string | undefined;
}

/**
 * Registers the commands in place of all that were registered there before.
 *
 * @returns the application's id
 * @throws {DiscordError} `token-refused`, `guild-unknown`, `application-wrong`, `unreachable`; {@link ApiRefusal}
 */
export async function deploy({ commands, application, guild }: Deployment, rest: Rest): Promise<string> {
  const id = application ?? (await ownApplication(rest));
  try {
    await rest({ method: 'PUT', path: ROUTES.commands(id, guild), body: commands });
    return id;
  } catch (error) {
    if (isApi(error, API.otherApplication, API.unknownApplication)) throw applicationWrong(id);
    if (guild !== undefined && isApi(error, API.missingAccess, API.unknownGuild)) throw guildUnknown(guild);
    throw error;
  }
}

async function ownApplication(rest: Rest): Promise<string> {
  const id = field(await rest({ method: 'GET', path: ROUTES.application }), 'id');
  return typeof id === 'string' ? id : '';
}
