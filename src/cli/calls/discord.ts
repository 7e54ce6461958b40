import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DeployOptions } from '../discord-deploy.ts';

const guildOption = new Option('--guild <id>', 'only in this server, where it shows at once').argParser(
  (text: string): string => {
    if (/^\d{15,20}$/.test(text)) return text;
    throw new InvalidArgumentError('Expected the id of a server: 15 to 20 digits.');
  },
);

/** `dotp discord deploy`: the commands as Discord offers them. Never done by the bot itself: it is limited to 200 a day. */
export function addDiscord(dotp: Command): void {
  dotp
    .command('discord')
    .description('setting the bot up on Discord')
    .command('deploy')
    .description('registers the commands with Discord, in place of those registered before')
    .addOption(guildOption)
    .option('--dry-run', 'print what would be registered, and ask nobody', false)
    .addHelpText(
      'after',
      '\nSettings: DISCORD_TOKEN; DISCORD_APP_ID, DISCORD_API where they are needed. See docs/discord.md.',
    )
    .action(async (options: DeployOptions) => {
      const { discordDeploy } = await import('../discord-deploy.ts');
      process.stdout.write(`${await discordDeploy(options, process.env)}\n`);
    });
}
