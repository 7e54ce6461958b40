import type { PageTurn } from './page-turn.ts';

/** Turns of one session in the order they began, and which of them are news to whom. */
export interface Feed {
  /** Counts changes; 0 before the first. */
  readonly version: number;
  get(id: string): PageTurn | undefined;
  put(turn: PageTurn): void;
  /** The latest of every turn that changed after a version, in the order the turns began. */
  after(version: number): readonly PageTurn[];
  /** Calls on every change. @returns what ends it */
  listen(listener: () => void): () => void;
  /** Listeners, and turns that wait or run: while it is not 0 the feed is needed. */
  readonly needed: number;
}

/**
 * What changed is told as states, not as steps: a reader that is slow or was away gets one turn once,
 * as it is now, and however long a model talks no list of steps grows.
 *
 * @param most  turns kept; older ones that are over are let go
 */
export function openFeed(before: readonly PageTurn[], most = 200): Feed {
  const turns = new Map<string, { turn: PageTurn; version: number }>();
  const listeners = new Set<() => void>();
  let version = 0;

  function put(turn: PageTurn): void {
    turns.set(turn.id, { turn, version: ++version });
    for (const [id, old] of turns) {
      if (turns.size <= most) break;
      if (old.turn.working === undefined) turns.delete(id);
    }
    for (const listener of [...listeners]) listener();
  }

  for (const turn of before) put(turn);
  return {
    get version() {
      return version;
    },
    get: (id) => turns.get(id)?.turn,
    put,
    after: (since) => [...turns.values()].filter(({ version: at }) => at > since).map(({ turn }) => turn),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get needed() {
      const working = [...turns.values()].filter(({ turn }) => turn.working !== undefined).length;
      return listeners.size + working;
    },
  };
}
