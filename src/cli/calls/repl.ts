import type { Command } from 'commander';
import { type CommonOptions, namesModel, outOption, withModelOptions } from '../options.ts';

/** `dotp repl`: a conversation with the session rules of a thread. */
export function addRepl(dotp: Command, signal: AbortSignal): void {
  withModelOptions(dotp.command('repl'))
    .description('a conversation in the terminal, with the session rules of a thread')
    .addOption(outOption())
    .action(async (options: CommonOptions & { out: string }, call: Command) => {
      const [{ openHouse }, { converse }, { checkWritable }] = await Promise.all([
        import('../house.ts'),
        import('../converse.ts'),
        import('../out-folder.ts'),
      ]);
      await checkWritable(options.out);
      const open = await openHouse({ ...options, namesModel: namesModel(call) });
      try {
        await converse(open, options, signal);
      } finally {
        await open.close();
      }
    });
}
