import { failureOf } from './client.ts';

/** Words that a message shows while its turn runs: the newest win, and no message is edited more often than Slack likes. */

export interface Progress {
  /** @param show  edits the message, with one try */
  say(message: string, show: () => Promise<void>): void;
  /** Nothing more is shown in it; resolves when the last edit is through. */
  close(message: string): Promise<void>;
}

interface Line {
  shownAt: number;
  next: (() => Promise<void>) | undefined;
  timer: NodeJS.Timeout | undefined;
  busy: Promise<void>;
}

/** Messages that are remembered as closed: a step of a turn that was stopped may come after its end. */
const KEPT = 2_000;

/** @param everyMs  between edits of one message; the first waits as long, since the message was just written */
export function progressOf(everyMs: number): Progress {
  const lines = new Map<string, Line>();
  const closed = new Set<string>();
  let pausedUntil = 0;

  function plan(line: Line): void {
    if (line.timer !== undefined || line.next === undefined) return;
    const wait = Math.max(0, line.shownAt + everyMs - Date.now(), pausedUntil - Date.now());
    line.timer = setTimeout(() => {
      line.busy = showNext(line);
    }, wait);
    line.timer.unref();
  }

  async function showNext(line: Line): Promise<void> {
    const { next } = line;
    line.next = undefined;
    line.shownAt = Date.now();
    await next?.().catch((error: unknown) => {
      // Whatever it was, the next edit says it better; Slack's "later" holds for all messages.
      const failure = failureOf(error);
      if (failure.kind === 'wait') pausedUntil = Math.max(pausedUntil, Date.now() + failure.ms);
    });
    line.timer = undefined;
    plan(line);
  }

  return {
    say(message, show) {
      if (closed.has(message)) return;
      const fresh = { shownAt: Date.now(), next: undefined, timer: undefined, busy: Promise.resolve() };
      const line = lines.get(message) ?? fresh;
      lines.set(message, line);
      line.next = show;
      plan(line);
    },
    async close(message) {
      closed.add(message);
      for (const oldest of closed) {
        if (closed.size <= KEPT) break;
        closed.delete(oldest);
      }
      const line = lines.get(message);
      lines.delete(message);
      if (line === undefined) return;
      line.next = undefined;
      clearTimeout(line.timer);
      await line.busy;
    },
  };
}
