import { SlackError } from './errors.ts';

export interface Sending {
  /** By which the message is found again. */
  readonly mark: string;
  /** It may be there already: another process was at it. */
  readonly maybe?: boolean;
  readonly find: () => Promise<string | undefined>;
  readonly send: () => Promise<string>;
}

/** Messages remembered as doubtful. */
const KEPT = 2_000;

/**
 * Slack does not know a message that it is sent twice. One whose sending ended in silence is looked for
 * before it is sent again.
 *
 * @returns a function that gives what `find` or `send` gives
 */
export function once(): (sending: Sending) => Promise<string> {
  const doubtful = new Set<string>();
  return async ({ mark, maybe = false, find, send }) => {
    const found = maybe || doubtful.has(mark) ? await find() : undefined;
    if (found !== undefined) return found;
    try {
      return await send();
    } catch (error) {
      if (error instanceof SlackError && error.code === 'slack-away') doubtful.add(mark);
      for (const oldest of doubtful) {
        if (doubtful.size <= KEPT) break;
        doubtful.delete(oldest);
      }
      throw error;
    }
  };
}
