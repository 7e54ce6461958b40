import type { Command } from 'commander';
import type { Stop } from '../stop.ts';

/** `dotp serve`: the page always, Discord and Slack where their tokens are set; until it is told to stop. */
export function addServe(dotp: Command, stop: Stop): void {
  dotp
    .command('serve')
    .description('the bot: a page in the browser, Discord and Slack where their tokens are set')
    .option('--check', 'say what is set, what is missing and what will work, and start nothing', false)
    .action(async ({ check }: { check: boolean }) => {
      if (check) {
        const { checkServe } = await import('../serve/check.ts');
        stop.exit(await checkServe(process.env, (text) => process.stdout.write(text)));
      } else {
        const { serve } = await import('../serve/serve.ts');
        await serve(stop);
      }
    });
}
