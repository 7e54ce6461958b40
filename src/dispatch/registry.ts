import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Command } from './command.ts';
import { DispatchError } from './errors.ts';

export type Registry = ReadonlyMap<string, Command>;

const COMMANDS = fileURLToPath(new URL('../../commands/', import.meta.url));

/**
 * Every command, by path. A path is an address: `commands/reflect/trace.ts` is `reflect.trace`, and
 * a file that says otherwise stops the start.
 *
 * @throws {DispatchError} `command-misplaced`
 */
export async function readCommands(folder: string = COMMANDS): Promise<Registry> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts')).sort();
  const found = await Promise.all(files.map((file) => readCommand(folder, file)));
  return new Map(found.map((command) => [command.path, command]));
}

async function readCommand(folder: string, file: string): Promise<Command> {
  const module: { default?: unknown } = await import(pathToFileURL(join(folder, file)).href);
  const definition = module.default;
  const address = relative('.', file).replace(/\.ts$/, '').split(sep).join('.');
  if (isCommand(definition) && definition.path === address) return definition;
  throw new DispatchError({
    code: 'command-misplaced',
    what: `This file must export the command ${address} as its default.`,
    where: `commands/${file}`,
    fix: 'Give the definition the path of its file, or move the file.',
  });
}

function isCommand(value: unknown): value is Command {
  return typeof value === 'object' && value !== null && 'path' in value && 'find' in value && 'say' in value;
}
