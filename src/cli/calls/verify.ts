import type { Command } from 'commander';
import { type CommonOptions, withModelOptions } from '../options.ts';

/** `dotp verify`: runs the receipt of a stored reply again, from its JSON alone. */
export function addVerify(dotp: Command, signal: AbortSignal): void {
  withModelOptions(dotp.command('verify <file>'))
    .description('run the causal receipt of a stored reply again and compare')
    .addHelpText('after', '\nExample: dotp verify out/1-reflect.trace.json')
    .action(async (file: string, options: CommonOptions) => {
      const [{ verify }, { progressOnStderr }] = await Promise.all([
        import('../verify-run.ts'),
        import('../patient-progress.ts'),
      ]);
      const onProgress = progressOnStderr();
      try {
        process.stdout.write(await verify(file, options, { signal, onProgress }));
      } finally {
        onProgress.end();
      }
    });
}
