import type { Reply } from '../kernel/reply.ts';
import { print } from '../lang/canonical.ts';

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
  reply: Pick<Reply, 'command' | 'params' | 'prompt'>,
): string | null {
  const prompt = reply.prompt.text === '' ? undefined : reply.prompt;
  const path = reply.command.replace(/^\.p\//, '');
  switch (action) {
    case 'toggle':
      return 'toggle';
    case 'rerun':
      return print({ path, args: reply.params, prompt });
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
