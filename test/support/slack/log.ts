import type { Json } from './json.ts';
import { pingsIn } from './pings.ts';
import type { Broken } from './text-limits.ts';

export interface SeenFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly alt: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A message as people see it. */
export interface SeenMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread?: string;
  readonly user: string;
  text: string;
  blocks: readonly Json[];
  readonly files: readonly SeenFile[];
  /** How it looked before each change. */
  readonly edits: { readonly text: string; readonly blocks: readonly Json[] }[];
  deleted: boolean;
  /** The one person who sees it. */
  readonly onlyFor?: string;
  /** How it came there: a method, `response_url`, `person`. */
  readonly via: string;
}

export interface Violation extends Broken {
  readonly method: string;
}

export interface SeenCall {
  readonly method: string;
  readonly args: Json;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Everything that happened, in its order. */
export interface Log {
  readonly messages: SeenMessage[];
  readonly calls: SeenCall[];
  readonly violations: Violation[];
  readonly pings: string[];
  /** Notes who would be called by something that is sent. */
  sent(args: Json): void;
  broke(method: string, rules: readonly Broken[]): void;
  find(channel: string, ts: string): SeenMessage | undefined;
  edit(channel: string, ts: string, now: Pick<SeenMessage, 'text' | 'blocks'>): void;
  /** Wakes whoever waits for a condition. */
  changed(): void;
  /** @returns what `look` finds, as soon as it finds something @throws after `ms`, with what happened last */
  until<T>(what: string, look: () => T | undefined | false, ms?: number): Promise<T>;
}

export function openLog(): Log {
  const waiting = new Set<() => void>();
  const log: Log = {
    messages: [],
    calls: [],
    violations: [],
    pings: [],
    sent: (args) => void log.pings.push(...pingsIn(args)),
    broke: (method, rules) => void log.violations.push(...rules.map((rule) => ({ ...rule, method }))),
    find: (channel, ts) => log.messages.find((message) => message.channel === channel && message.ts === ts),
    edit(channel, ts, { text, blocks }) {
      const message = log.find(channel, ts);
      if (message === undefined) return;
      message.edits.push({ text: message.text, blocks: message.blocks });
      Object.assign(message, { text, blocks });
      log.changed();
    },
    changed: () => {
      for (const wake of [...waiting]) wake();
    },
    until: (what, look, ms = 20_000) => wait(what, look, { ms, log, waiting }),
  };
  return log;
}

/** Looks again whenever something changes, and now and then, for conditions that lie outside. */
function wait<T>(
  what: string,
  look: () => T | undefined | false,
  { ms, log, waiting }: { ms: number; log: Log; waiting: Set<() => void> },
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearInterval(again);
      clearTimeout(late);
      waiting.delete(check);
    };
    const check = () => {
      const found = look();
      if (found === undefined || found === false) return;
      stop();
      resolve(found);
    };
    const again = setInterval(check, 20);
    const late = setTimeout(() => {
      stop();
      reject(new Error(`${what}: not within ${ms} ms. Last:\n${lastOf(log)}`));
    }, ms);
    waiting.add(check);
    check();
  });
}

const lastOf = ({ calls, messages, violations }: Log): string =>
  [
    ...calls.slice(-6).map(({ method, args }) => `${method} ${JSON.stringify(args).slice(0, 200)}`),
    ...messages.slice(-4).map(({ user, text, thread }) => `${user} in ${thread}: ${text.slice(0, 200)}`),
    ...violations.map((violation) => `violation ${JSON.stringify(violation)}`),
  ].join('\n');
