import { DefaultRestOptions, DiscordAPIError, REST } from 'discord.js';
import { gate } from '../../kernel/gate.ts';
import type { Log } from '../../kernel/log.ts';
import { tokenRefused, unreachable } from './errors.ts';
import type { MessageFile } from './message.ts';
import { ApiRefusal } from './refusal.ts';

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Without the version. */
  readonly path: `/${string}`;
  readonly body?: unknown;
  readonly files?: readonly MessageFile[];
  readonly query?: Readonly<Record<string, string>>;
  /** The path holds the token that lets it through: the bot's own is not sent along. */
  readonly byPath?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Calls Discord's API. Waits for its rate limits, and tries again on its own failures and timeouts.
 *
 * @throws {ApiRefusal} with Discord's code; {@link DiscordError} `token-refused`, `unreachable`
 */
export type Rest = (call: ApiCall) => Promise<unknown>;

const SEND = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;
/** An upload of the largest file on a slow line. */
const TIMEOUT = 30_000;
/**
 * Requests on their way at once: each would open a connection of its own, which costs more than the request.
 * Acknowledgements wait only for each other.
 */
const AT_ONCE = { acknowledging: 32, other: 16 };

/**
 * What goes by the bot's token, and what goes by an interaction's, which Discord does not count among the
 * bot's requests and which must not carry its token.
 *
 * @param api  base of the API, without the version; Discord's own where it is absent
 */
export function openRest({ token, api, log }: { token: string; api?: string | undefined; log: Log }): Rest {
  const [acknowledging, other] = [gate(AT_ONCE.acknowledging), gate(AT_ONCE.other)];
  const options = {
    version: '10',
    timeout: TIMEOUT,
    retries: 3,
    ...restBase(api),
    makeRequest: (...[url, init]: Parameters<typeof DefaultRestOptions.makeRequest>) =>
      (/\/callback\b/.test(url) ? acknowledging : other)(() => DefaultRestOptions.makeRequest(url, init)),
  };
  const bare = bareToken(token);
  const bot = new REST(options).setToken(bare);
  const open = new REST({ ...options, globalRequestsPerSecond: Number.POSITIVE_INFINITY });
  for (const rest of [bot, open])
    rest.on('rateLimited', ({ route, method, retryAfter, scope }) =>
      log.debug('Discord lets us wait', { route, method, milliseconds: retryAfter, scope }),
    );
  return async (call) => {
    try {
      return await (call.byPath === true ? open : bot)[SEND[call.method]](call.path, optionsOf(call));
    } catch (error) {
      // A 401 takes the library's token away; the next call is to fail with its own reason.
      bot.setToken(bare);
      throw toldOf(error, call);
    }
  };
}

export const bareToken = (token: string): string => token.trim().replace(/^Bot\s+/i, '');

export const restBase = (api: string | undefined): { api?: string } =>
  api === undefined || api === '' ? {} : { api: api.replace(/\/+$/, '') };

function optionsOf({ body, files = [], query, byPath = false, signal }: ApiCall) {
  return {
    auth: !byPath,
    ...(body === undefined ? {} : { body }),
    ...(query === undefined ? {} : { query: new URLSearchParams(query) }),
    ...(signal === undefined ? {} : { signal }),
    ...(files.length === 0
      ? {}
      : { files: files.map(({ name, type, bytes }) => ({ name, data: bytes, contentType: type })) }),
  };
}

function toldOf(error: unknown, { method, path, byPath }: ApiCall): Error {
  const call = `${method} ${withoutToken(path)}`;
  if (error instanceof DiscordAPIError) {
    if (error.status === 401 && byPath !== true) return tokenRefused();
    const reason = 'message' in error.rawError ? error.rawError.message : 'no reason given';
    return new ApiRefusal(Number(error.code) || 0, error.status, reason, call);
  }
  if (!(error instanceof Error)) return unreachable(call, 'no reason given');
  if ('status' in error) return unreachable(call, `status ${String(error.status)}`);
  return unreachable(call, 'code' in error ? String(error.code) : error.name);
}

const withoutToken = (path: string): string =>
  path.replace(/^(\/(?:webhooks|interactions)\/[^/]+)\/[^/]+/, '$1/…');
