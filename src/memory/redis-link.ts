import KeyvRedis, { createClient } from '@keyv/redis';
import { redisAddress, redisRefused, redisTimeout, redisUnreachable } from './redis-errors.ts';

/** Milliseconds. */
export interface RedisPatience {
  /** How long the first connection is tried: a server may still be starting beside us. */
  readonly first: number;
  /** How long one reading or writing may take, the reconnections under it included. */
  readonly operation: number;
}

const PATIENCE: RedisPatience = { first: 5_000, operation: 20_000 };

type Client = ReturnType<typeof clientAt>;

/** One connection that all spaces of a store share. */
export interface RedisLink {
  /** Runs what may be run twice: work that a broken connection cut off is begun again on the next one. */
  run<T>(work: (client: Client, keyv: KeyvRedis<string>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * A connection to Redis, made when it is first used. While it is broken, work waits.
 *
 * @param url  `redis://` or `rediss://` with user, password, host, port and database; never printed
 * @throws {MemoryError} at once `redis-address`; from `run` `redis-unreachable`, `redis-refused`, `redis-timeout`
 */
export function redisLink(url: string, patience: RedisPatience = PATIENCE): RedisLink {
  const state: LinkState = { where: placeOf(url), opened: false, since: 0, wrong: undefined };
  const client = clientAt(url, reconnection(state, patience));
  // Without a namespace of its own: keyv writes it before each key. One for all, as each adds listeners.
  const keyv = new KeyvRedis<string>(client, { throwOnErrors: true });
  keyv.on('error', (error: unknown) => {
    state.wrong = error;
  });
  client.on('ready', () => {
    state.wrong = undefined;
  });
  let opening: Promise<void> | undefined;
  const open = async (): Promise<void> => {
    state.since = performance.now();
    try {
      await client.connect();
      state.opened = true;
    } catch (cause) {
      opening = undefined;
      throw cause;
    }
  };
  return {
    async run(work) {
      const until = performance.now() + patience.operation;
      for (;;) {
        try {
          opening ??= open();
          const connected = opening;
          return await within(until - performance.now(), async () => {
            await connected;
            return work(client, keyv);
          });
        } catch (error) {
          if (error instanceof OutOfTime || !state.opened) throw named(state, error);
          if (!passes(error)) throw isRefusal(error) ? redisRefused(state.where) : error;
          state.wrong = error;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    },
    async close() {
      await opening?.catch(() => undefined);
      if (client.isReady) await client.close();
      else if (client.isOpen) client.destroy();
    },
  };
}

interface LinkState {
  /** Scheme, host, port and database. */
  readonly where: string;
  opened: boolean;
  since: number;
  /** What went wrong last. */
  wrong: unknown;
}

type Reconnection = (attempts: number, cause: Error) => number | Error;

/** Before the first connection: until patience ends, or the server says no. After it: for ever, while each work has its own end. */
const reconnection =
  (state: LinkState, { first }: RedisPatience): Reconnection =>
  (attempts, cause) => {
    state.wrong = cause;
    const over = performance.now() - state.since > first;
    if (!state.opened && (over || isRefusal(cause))) return cause;
    return Math.min(25 * 2 ** attempts, 1_000);
  };

/** A ping finds out that the other side has gone silently; the socket's time ends such a connection. */
const clientAt = (url: string, reconnectStrategy: Reconnection) =>
  createClient({
    url,
    socket: { connectTimeout: 4_000, socketTimeout: 12_000, reconnectStrategy },
    pingInterval: 4_000,
  });

function placeOf(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    if (host !== '' && /^(\/\d*)?$/.test(pathname)) return `${protocol}//${host}${pathname}`;
  } catch {
    // The error of URL repeats the address, and with it the password.
  }
  throw redisAddress();
}

class OutOfTime extends Error {}

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OutOfTime()), Math.max(0, ms));
  });
  try {
    return await Promise.race([work(), end]);
  } finally {
    clearTimeout(timer);
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What the server answers begins with a code in capitals; `LOADING` is over when its files are read. */
const passes = (error: unknown): boolean =>
  !/^[A-Z]{2,} /.test(textOf(error)) || /^LOADING /.test(textOf(error));

const isRefusal = (error: unknown): boolean =>
  /^(WRONGPASS|NOAUTH|NOPERM) |invalid password|without any password configured|DB index/.test(textOf(error));

function named({ where, opened, wrong }: LinkState, error: unknown) {
  if (isRefusal(wrong) || isRefusal(error)) return redisRefused(where);
  const silent = error instanceof OutOfTime && (wrong === undefined || opened === false);
  return silent ? redisTimeout(where) : redisUnreachable(where, wrong ?? error);
}
