import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addDiscord } from './calls/discord.ts';
import { addDump } from './calls/dump.ts';
import { addModel } from './calls/model.ts';
import { addRepl } from './calls/repl.ts';
import { addRun } from './calls/run.ts';
import { addSchema } from './calls/schema.ts';
import { addServe } from './calls/serve.ts';
import { addVerify } from './calls/verify.ts';
import { exitCodeOf, wordsOf } from './fail.ts';
import { readSettings } from './settings.ts';
import { type Stop, stopOnSignals } from './stop.ts';

const CALLS = [addRun, addRepl, addDump, addModel, addVerify, addSchema, addDiscord];

/**
 * The `dotp` executable: one subcommand a file in `calls/`. What a call works with is imported when
 * it runs, so that help and mistakes are answered at once.
 *
 * @returns the exit code
 */
export async function program(args: readonly string[]): Promise<number> {
  const stop = stopOnSignals();
  try {
    readSettings();
    await dotp(stop).parseAsync(args, { from: 'user' });
    return stop.exitCode() ?? 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const stopped = stop.exitCode();
    if (stopped === undefined) process.stderr.write(`${wordsOf(error)}\n`);
    else if (stopped > 1) process.stderr.write('Stopped; nothing half-written was left.\n');
    return stopped ?? exitCodeOf(error);
  }
}

function dotp(stop: Stop): Command {
  const root = new Command('dotp')
    .description('Answers .p/ commands with measured pictures of what a language model does inside.')
    .version(versionOfPackage(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', HELP_AFTER)
    .exitOverride()
    .showSuggestionAfterError();
  for (const add of CALLS) add(root, stop.signal);
  addServe(root, stop);
  return root;
}

const HELP_AFTER = `
dotp <call> --help tells the options of a call; dotp run '.p/help' tells the commands of a message.
Settings: DOTP_MODEL, DOTP_DEVICE, DOTP_HOME, DOTP_STORE, LOG_LEVEL, in the environment or a .env file here;
dotp serve --check shows those of the server.
Exit codes: 0; 2 for a mistake in the message or the options; 1 for a failure; 130 after Ctrl-C.`;

function versionOfPackage(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const facts: { version?: unknown } = JSON.parse(text);
  return String(facts.version);
}
