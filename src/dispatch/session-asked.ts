import type { Finding } from '../analysis/findings.ts';
import type { Reply } from '../kernel/reply.ts';
import { print } from '../lang/canonical.ts';
import type { Registry } from './registry.ts';
import { isReply } from './schema.ts';

/** What a remembered answer was an answer to. */
export interface AskedOf {
  /** The question of its command, or that words were said. */
  readonly asks: string;
  /** The command as one would type it, without parameters that are as usual; empty for plain words. */
  readonly typed: string;
  /** The text asked about, or the words. */
  readonly text: string;
}

/** The question of a stored reply: from the reply and the definitions alone. */
export function askedOf(reply: Reply, commands: Registry): AskedOf {
  const said = saidIn(reply);
  if (said !== undefined) return { asks: 'What does the model say?', typed: '', text: said };
  const path = reply.command.replace(/^\.p\//, '');
  const command = commands.get(path);
  const usual = (name: string): unknown => command?.params[name]?.description.default;
  const told = Object.entries(reply.params).filter(([name, value]) => !same(value, usual(name)));
  return {
    asks: command?.asks ?? reply.command,
    typed: print({ path, args: Object.fromEntries(told) }),
    text: reply.prompt.text,
  };
}

/** Of talk the prompt is the whole conversation in the model's own form; what was said stands in the finding. */
function saidIn(reply: Reply): string | undefined {
  if (!isReply(reply)) return undefined;
  return reply.findings.find((each): each is Extract<Finding, { kind: 'said' }> => each.kind === 'said')
    ?.asked;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
