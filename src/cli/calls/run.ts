import type { Command } from 'commander';
import { turn } from '../../dispatch/flow.ts';
import { saveAnswer } from '../files.ts';
import { openHouse } from '../house.ts';
import { type CommonOptions, withModelOptions } from '../options.ts';
import { progressBar } from '../../chat/progress-bar.ts';
import { spoken } from '../spoken.ts';

/** `dotp run`: every command of a message, as a chat would answer it; pictures as files. */
export function addRun(dotp: Command, signal: AbortSignal): void {
  withModelOptions(dotp.command('run <message>'))
    .description('run every command of a message, as a chat would')
    .option('--out <dir>', 'folder for pictures and their findings', 'out')
    .action(async (message: string, options: CommonOptions & { out: string }) => {
      const { house, close } = await openHouse(options);
      const onProgress = progressBar(process.stderr);
      try {
        let n = 0;
        for await (const answer of turn({ text: message }, house, { signal, onProgress })) {
          n += 1;
          onProgress.end();
          const reply = await saveAnswer(answer, options.out, n);
          process.stdout.write(options.json ? `${JSON.stringify(reply)}\n` : spoken(reply, answer));
        }
      } finally {
        onProgress.end();
        await close();
      }
    });
}
