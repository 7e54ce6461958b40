import type { Finding } from '../analysis/findings.ts';
import type { Reply } from '../kernel/reply.ts';
import type { LogNote } from '../memory/channel-log.ts';

/** Code points of a text that a number of the log carries. */
const MOST_TEXT = 120;

/** What an answer's numbers were measured on, in short. */
export function noteOf(reply: Reply<Finding>): LogNote {
  const said = reply.findings.find(
    (each): each is Extract<Finding, { kind: 'said' }> => each.kind === 'said',
  );
  return {
    command: reply.command.replace(/^\.p\//, ''),
    text: cut((said?.asked ?? reply.prompt.text).trim()),
    ...(reply.model !== null && { model: reply.model.name }),
  };
}

/** By code points, so that no character is cut in two. */
const cut = (text: string): string =>
  [...text].length <= MOST_TEXT ? text : `${[...text].slice(0, MOST_TEXT - 1).join('')}…`;
