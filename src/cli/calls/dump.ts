import { type Command, Option } from 'commander';
import type { GradientRules } from '../../../models/loaded.ts';
import { type CommonOptions, withModelOptions } from '../options.ts';

type DumpOptions = CommonOptions & {
  hooks: string;
  out: string;
  ids?: string;
  set: readonly string[];
  grad?: string;
  backward: GradientRules;
};

const backwardOption = new Option(
  '--backward <rules>',
  'of --grad: the derivative, or patterns, scales and activation ratios frozen',
)
  .choices(['exact', 'frozen'])
  .default('exact');

const setOption = new Option(
  '--set <edits>',
  'ablate first: L5H1=0, M5=mean, L5H1@7=0 (mean: over this prompt’s positions); a list with commas, or given again',
)
  .default([], 'nothing')
  .argParser((edits: string, before: readonly string[]) => [...before, edits]);

/** `dotp dump`: raw tensors of one run as a safetensors file. */
export function addDump(dotp: Command, signal: AbortSignal): void {
  withModelOptions(dotp.command('dump [prompt]'))
    .description('raw tensors of one run, TransformerLens’ names and shapes, as safetensors')
    .requiredOption('--hooks <patterns>', 'hook addresses, comma-separated, * for any run of characters')
    .requiredOption('-o, --out <file>', 'the safetensors file to write')
    .option('--ids <json>', 'token ids instead of a prompt, as [1,2,3]')
    .addOption(setOption)
    .option('--grad <metric>', 'adds <hook>.grad, the gradient of logit:A or logit:A-B for the next token')
    .addOption(backwardOption)
    .addHelpText(
      'after',
      "\nExample: dotp dump 'The capital of France is' --hooks 'blocks.*.attn.hook_pattern,ln_final.*' -o trace.safetensors",
    )
    .action(async (prompt: string | undefined, options: DumpOptions) => {
      const { dump } = await import('../dump-run.ts');
      const { openModel } = await import('../open-model.ts');
      const { progressOnStderr } = await import('../patient-progress.ts');
      const onProgress = progressOnStderr();
      try {
        const written = await dump({ ...options, prompt }, (how) => openModel(options, how), {
          signal,
          onProgress,
        });
        onProgress.end();
        process.stdout.write(
          options.json
            ? `${JSON.stringify({ file: options.out, ...written })}\n`
            : `${written.tensors} tensors of ${written.tokens} tokens in ${options.out}\n`,
        );
      } finally {
        onProgress.end();
      }
    });
}
