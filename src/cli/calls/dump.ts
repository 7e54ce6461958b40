import type { Command } from 'commander';
import { dump } from '../dump-run.ts';
import { openModel } from '../open-model.ts';
import { type CommonOptions, withModelOptions } from '../options.ts';
import { progressBar } from '../../chat/progress-bar.ts';

/** `dotp dump`: raw tensors of one run as a safetensors file. */
export function addDump(dotp: Command, signal: AbortSignal): void {
  withModelOptions(dotp.command('dump [prompt]'))
    .description('raw tensors of one run, TransformerLens’ names and shapes')
    .requiredOption('--hooks <patterns>', 'hook addresses, comma-separated, * for any run of characters')
    .requiredOption('-o, --out <file>', 'the safetensors file to write')
    .option('--ids <json>', 'token ids instead of a prompt, as [1,2,3]')
    .option(
      '--set <edit...>',
      'ablate first: L5H1=0, M5=mean, L5H1@7=0 (mean: over this prompt’s positions)',
      [],
    )
    .action(
      async (
        prompt: string | undefined,
        options: CommonOptions & { hooks: string; out: string; ids?: string; set: string[] },
      ) => {
        const onProgress = progressBar(process.stderr);
        const runner = await openModel(options, { signal, onProgress });
        try {
          const written = await dump({ ...options, prompt }, runner, { signal, onProgress });
          onProgress.end();
        process.stdout.write(
            options.json
              ? `${JSON.stringify({ file: options.out, ...written })}\n`
              : `${written.tensors} tensors of ${written.tokens} tokens in ${options.out}\n`,
          );
        } finally {
          await runner.close();
        }
      },
    );
}
