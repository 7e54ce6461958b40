import type { Finding } from '../analysis/findings.ts';
import type { SaidFinding } from '../analysis/said-finding.ts';
import type { Reply } from '../kernel/reply.ts';
import { print } from '../lang/canonical.ts';
import { textBefore } from './talk-text.ts';

/** What a button or a choice beside an answer asks: its name, and of a choice the head or the position. */
export interface Pressed {
  readonly action: string;
  readonly argument?: string | undefined;
}

/** `reflect.trace` draws no more than this many nodes. */
const MOST_NODES = 200;

/**
 * The line that a person would have typed instead, about the answer the control belongs to: its own
 * prompt, whatever the thread speaks of by now.
 *
 * @returns null for what is no command: `stop`, `json`, a name that is not known
 */
export function pressed(
  { action, argument = '' }: Pressed,
  reply: Pick<Reply<Finding>, 'command' | 'params' | 'prompt' | 'findings'>,
): string | null {
  const prompt = reply.prompt.text === '' ? undefined : reply.prompt;
  const path = reply.command.replace(/^\.p\//, '');
  switch (action) {
    case 'toggle':
      return 'toggle';
    case 'word':
      return whyThisWord(reply, Number(argument));
    case 'rerun':
      return saidIn(reply)?.asked ?? print({ path, args: reply.params, prompt });
    case 'deeper':
      return print({ path, args: deeper(reply.params), prompt });
    case 'fork':
      return print({ path: 'fork.attribution', args: {}, prompt });
    case 'head':
      return print({ path: 'reflect.head', args: { head: argument }, prompt });
    case 'token':
      return print({ path: 'reflect.head', args: { at: Number(argument) }, prompt });
    default:
      return null;
  }
}

/** All the way to the tokens, with twice the nodes. */
const deeper = (params: Reply['params']): Reply['params'] => ({
  ...params,
  depth: 'complete',
  ...(typeof params.top === 'number' ? { top: Math.min(MOST_NODES, params.top * 2) } : {}),
});

const saidIn = ({ findings }: Pick<Reply<Finding>, 'findings'>): SaidFinding | undefined =>
  findings.find((finding) => finding.kind === 'said');

/**
 * Why the model said its token at that position of the answer: what it had read and written until then,
 * as a prompt. The token is named where text can name it; else it is the likeliest, as it was when it
 * was written.
 */
function whyThisWord(reply: Pick<Reply<Finding>, 'prompt' | 'findings'>, at: number): string | null {
  const { tokens = [] } = saidIn(reply) ?? {};
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (token === undefined || token.text === '') return null;
  const named = next !== undefined && !next.apart && !token.text.includes('\uFFFD');
  const args = named ? { token: token.text } : {};
  return print({ path: 'reflect.trace', args, prompt: { text: textBefore(reply.prompt.text, tokens, at) } });
}
