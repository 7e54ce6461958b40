import { bindAll, headTest } from '../lang/bind.ts';
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
    };

/**
 * A message as the commands it holds, all of them checked.
 *
 * @throws {LangError} with a caret; {@link DispatchError} `no-command` when there is none
 */
export function readMessage(message: string, commands: Registry): readonly BoundCall[] {
  const read = parse(message, { isHead: headTest(commands) });
  const calls = bindAll(read, commands).map((call): BoundCall => {
    if (call.kind === 'toggle') return { kind: 'toggle' };
    const found = commands.get(call.path);
    if (found === undefined)
      throw new RangeError(`bind named ${call.path}, which the registry does not hold`);
    return { kind: 'command', command: found, args: call.args, prompt: call.prompt?.text };
  });
  if (calls.length > 0) return calls;
  throw new DispatchError({
    code: 'no-command',
    what: 'There is no command in this message.',
    fix: 'Start with one, for example .p/reflect.trace The capital of France is, or type .p/help.',
  });
}
