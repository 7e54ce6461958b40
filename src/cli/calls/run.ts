import type { Command } from 'commander';
import { type CommonOptions, namesModel, outOption, withModelOptions } from '../options.ts';

const EXAMPLE = "dotp run '.p/reflect.trace The capital of France is' --model shipped";

/** `dotp run`: every command of a message, as a chat would answer it; pictures as files. */
export function addRun(dotp: Command, signal: AbortSignal): void {
  withModelOptions(dotp.command('run <message>'))
    .description('run every command of a message, as a chat would')
    .addOption(outOption())
    .addHelpText('after', `\nExample: ${EXAMPLE}`)
    .showHelpAfterError(`The message is one argument, in quotes: ${EXAMPLE}`)
    .action(async (message: string, options: CommonOptions & { out: string }, call: Command) => {
      const [{ openHouse }, { answerMessage, counter }, { progressOnStderr }, { checkWritable }] =
        await Promise.all([
          import('../house.ts'),
          import('../answer-message.ts'),
          import('../patient-progress.ts'),
          import('../out-folder.ts'),
        ]);
      await checkWritable(options.out);
      const { house, close } = await openHouse({ ...options, namesModel: namesModel(call) });
      try {
        const onProgress = progressOnStderr();
        await answerMessage(message, house, { ...options, signal, onProgress, nextNumber: counter() });
      } finally {
        await close();
      }
    });
}
