import { Command, CommanderError } from 'commander';
import { replyJsonSchema } from '../dispatch/schema.ts';
import { addDump } from './calls/dump.ts';
import { addModel } from './calls/model.ts';
import { addRepl } from './calls/repl.ts';
import { addRun } from './calls/run.ts';
import { exitCodeOf, wordsOf } from './fail.ts';

/** The `dotp` executable: one subcommand a file in `calls/`. @returns the exit code */
export async function program(args: readonly string[]): Promise<number> {
  loadDotEnv();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const dotp = new Command('dotp')
    .description('Answers .p/ commands with measured pictures of what a language model does inside.')
    .exitOverride()
    .showSuggestionAfterError();
  for (const add of [addRun, addRepl, addDump, addModel]) add(dotp, stop.signal);
  dotp
    .command('schema')
    .description('JSON Schema of every reply and finding')
    .action(() => void process.stdout.write(`${JSON.stringify(replyJsonSchema(), null, 2)}\n`));
  try {
    await dotp.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(
      `${stop.signal.aborted ? 'Stopped; nothing half-written was left.' : wordsOf(error)}\n`,
    );
    return exitCodeOf(error, stop.signal);
  }
}

/** Settings may stand in a `.env` file; what the environment says already wins. */
function loadDotEnv(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
