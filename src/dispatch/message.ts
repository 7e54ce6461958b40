import { bind } from '../lang/bind.ts';
import { parse } from '../lang/parse.ts';
import type { Command } from './command.ts';
import { DispatchError } from './errors.ts';
import type { Registry } from './registry.ts';

export type BoundCall =
  | { readonly kind: 'toggle' }
  | {
      readonly kind: 'command';
      readonly command: Command;
      readonly args: Readonly<Record<string, unknown>>;
      readonly prompt: string | undefined;
      /** Canonical form, for the reply. */
      readonly text: string;
    };

/**
 * A message as the commands it holds, all of them checked.
 *
 * @throws {LangError} with a caret; {@link DispatchError} `no-command` when there is none
 */
export function readMessage(message: string, commands: Registry): readonly BoundCall[] {
  const calls = parse(message).map((call): BoundCall => {
    if (call.kind === 'toggle') return { kind: 'toggle' };
    const { path, args, prompt } = bind(call, commands);
    const found = commands.get(path);
    if (found === undefined) throw new RangeError(`bind named ${path}, which the registry does not hold`);
    return { kind: 'command', command: found, args, prompt: prompt?.text, text: `.p/${path}` };
  });
  if (calls.length > 0) return calls;
  throw new DispatchError({
    code: 'no-command',
    what: 'There is no command in this message.',
    fix: 'Start with one, for example .p/reflect.trace The capital of France is, or type .p/help.',
  });
}
