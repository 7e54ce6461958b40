import { DispatchError } from './errors.ts';
import type { BoundCall } from './message.ts';

/**
 * The prompt of a command: its own, else the message replied to, else the thread's.
 *
 * @throws {DispatchError} `prompt-missing`
 */
export function promptOf(given: {
  readonly call: Extract<BoundCall, { kind: 'command' }>;
  readonly repliedTo: string | undefined;
  readonly session: string | undefined;
}): string {
  const { command, prompt } = given.call;
  const found = [prompt, given.repliedTo, given.session].find((text) => text !== undefined && text !== '');
  if (found !== undefined) return found;
  throw new DispatchError({
    code: 'prompt-missing',
    what: `.p/${command.path} asks about a text, and there is none: not in the message, not in a message replied to, not in this thread.`,
    fix: `Write it behind the command: ${command.example}`,
  });
}
