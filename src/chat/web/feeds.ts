import type { Archive } from './archive.ts';
import { type Feed, openFeed } from './feed.ts';
import type { PageTurn } from './page-turn.ts';

/** Feeds of the sessions somebody looks at or something happens in. */
export interface Feeds {
  /** A session's feed; what it showed before comes from the archive. */
  of(session: string): Promise<Feed>;
  /** Changes the turn of an event, one change after the other; does nothing where `change` gives nothing. */
  change(
    session: string,
    turn: string,
    change: (now: PageTurn | undefined) => PageTurn | undefined,
  ): Promise<void>;
}

/** Answers shown of an earlier hour. */
const SHOWN = 100;

/** @param most  feeds kept; those that nobody looks at go first, the longest unused before others */
export function openFeeds(
  archive: Pick<Archive, 'answers'>,
  turnsOf: (session: string, kept: Awaited<ReturnType<Archive['answers']>>) => readonly PageTurn[],
  most = 500,
): Feeds {
  const feeds = new Map<string, Promise<Feed>>();

  async function load(session: string): Promise<Feed> {
    return openFeed(turnsOf(session, await archive.answers(session, SHOWN)));
  }

  async function letGo(): Promise<void> {
    for (const [session, opening] of [...feeds]) {
      if (feeds.size <= most) return;
      const feed = await opening.catch(() => undefined);
      if ((feed?.needed ?? 0) === 0 && feeds.get(session) === opening) feeds.delete(session);
    }
  }

  function of(session: string): Promise<Feed> {
    const opening = feeds.get(session) ?? load(session);
    feeds.delete(session); // to the end: the one used last goes last
    feeds.set(session, opening);
    opening.catch(() => feeds.delete(session)); // the next one tries again
    if (feeds.size > most) void letGo();
    return opening;
  }

  return {
    of,
    async change(session, turn, change) {
      const feed = await of(session);
      const changed = change(feed.get(turn));
      if (changed !== undefined) feed.put(changed);
    },
  };
}
