import type { Command } from 'commander';

/** `dotp schema`: JSON Schema (2020-12) of what `--json` prints. */
export function addSchema(dotp: Command): void {
  dotp
    .command('schema')
    .description('JSON Schema of every reply and finding')
    .action(async () => {
      const { replyJsonSchema } = await import('../../dispatch/schema.ts');
      process.stdout.write(`${JSON.stringify(replyJsonSchema(), null, 2)}\n`);
    });
}
