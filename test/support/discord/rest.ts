/** The REST API over HTTP: reads a request, lets it go wrong where that was asked for, judges both ways, answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ErrorSchema, RatelimitedResponseSchema } from 'discord-api-spec/zod';
import { ApiFailure, unauthorized } from './api-failure.ts';
import type { Core } from './core.ts';
import type { Fault, Faults } from './faults.ts';
import { judge, judgeAnswer, judgeRequest } from './judge.ts';
import { GLOBAL, type Rates } from './rates.ts';
import { bodyOf, type ReadBody } from './request-body.ts';
import { type Matched, matched } from './route.ts';
import { ROUTES } from './routes.ts';
import type { Json } from './world.ts';

/** A request as it was seen, and what it was answered with. */
export interface Seen {
  /** `POST /channels/1/messages`, `PATCH /webhooks/1/:token/messages/@original` */
  readonly request: string;
  readonly body: Json;
  readonly authorized: boolean;
  /** Milliseconds, from any beginning. */
  readonly at: number;
  /** undefined: not answered, or cut. */
  status: number | undefined;
}

export interface Desk {
  readonly core: Core;
  readonly faults: Faults;
  readonly rates: Rates;
  readonly seen: Seen[];
  changed(): void;
}

const VERSION = '/api/v10';
/** Of an interaction: long, and a secret. */
const TOKEN = /[\w-]{80,}/;

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const serve = (desk: () => Desk): Server =>
  createServer((request, response) => {
    handle(request, response, desk()).catch((error: unknown) => {
      desk().core.world.violations.push(
        `${request.method} ${request.url}: the fake failed: ${String(error)}`,
      );
      response.destroy();
    });
  });

async function handle(request: IncomingMessage, response: ServerResponse, desk: Desk): Promise<void> {
  const url = new URL(request.url ?? '', desk.core.origin);
  if (url.pathname.startsWith('/cdn/')) return sendFile(response, url.pathname, desk.core);
  const path = url.pathname.replace(VERSION, '');
  const name = `${request.method} ${decodeURIComponent(path).replace(TOKEN, ':token')}`;
  const read = await bodyOf(request);
  const authorized = request.headers.authorization === `Bot ${desk.core.world.token}`;
  const seen: Seen = { request: name, body: read.body, authorized, at: desk.core.now(), status: undefined };
  desk.seen.push(seen);
  desk.changed();
  const fault = desk.faults.take(name);
  if (fault?.kind === 'held') await fault.until;
  const found = matched(ROUTES, request.method ?? '', path);
  const answer = answerTo(desk, seen, { read, url, found, fault });
  if (fault?.kind === 'cut') response.destroy();
  else {
    seen.status = answer.status;
    write(response, answer, name);
  }
  desk.changed();
}

interface Asked {
  readonly read: ReadBody;
  readonly url: URL;
  readonly found: Matched | undefined;
  readonly fault: Fault | undefined;
}

function answerTo(desk: Desk, seen: Seen, asked: Asked): Answer {
  const { fault } = asked;
  const early = rateOf(desk, seen, asked);
  if (early !== undefined) return early;
  if (fault?.kind === 'error')
    return { status: fault.status, body: { code: fault.code, message: fault.message } };
  const isLost = fault?.kind === 'broken' || fault?.kind === 'cut';
  const answer = isLost && fault.done !== true ? { status: 502 } : carriedOut(desk, seen, asked);
  return fault?.kind === 'broken' ? { status: fault.status } : answer;
}

/** 429, because it was asked for or because there are too many; what comes before its time is a violation. */
function rateOf({ core, rates }: Desk, { request, at }: Seen, { fault, found }: Asked): Answer | undefined {
  const { violations } = core.world;
  const isOpen = found?.route.open === true;
  const bucket = bucketOf(request);
  if (!isOpen && rates.isEarly(bucket, at)) violations.push(`${request}: asked again before Retry-After`);
  const counted = /^POST \/channels\/\d+\/messages$/.test(request) ? rates.count(bucket, at) : undefined;
  const seconds = fault?.kind === 'rate' ? fault.seconds : counted;
  if (seconds === undefined) return undefined;
  const global = fault?.kind === 'rate' && fault.global === true;
  rates.pause(global ? GLOBAL : bucket, core.now(), seconds);
  const body = { message: 'You are being rate limited.', code: 0, retry_after: seconds, global };
  judge(violations, `${request}: answer`, RatelimitedResponseSchema, body);
  const headers = {
    'retry-after': String(seconds),
    'x-ratelimit-scope': global ? 'global' : 'user',
  };
  return { status: 429, body, headers: { ...headers, ...(global ? { 'x-ratelimit-global': 'true' } : {}) } };
}

/** Without `/reactions/1`: one bucket for a method, a channel and what kind of thing it is. */
const bucketOf = (request: string): string => request.replace(/(?<=\/messages\/)\d+/, ':message');

function carriedOut({ core }: Desk, seen: Seen, { read, url, found }: Asked): Answer {
  const { violations } = core.world;
  try {
    if (found === undefined) {
      violations.push(`${seen.request}: the fake has no such route`);
      throw new ApiFailure(404, 0, '404: Not Found');
    }
    const { route, params } = found;
    if (route.open === true && seen.authorized) violations.push(`${seen.request}: carries the bot's token`);
    if (route.open !== true && !seen.authorized) throw unauthorized();
    judgeRequest(violations, seen.request, route, read);
    const { body: json, list = [], uploads } = read;
    const call = {
      in: (name: string) => params.get(name) ?? '',
      query: url.searchParams,
      body: json,
      list,
      uploads,
    };
    const body = route.act(call, core);
    if (body === undefined) return { status: 204 };
    judgeAnswer(violations, seen.request, route, body);
    return { status: 200, body };
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    judge(violations, `${seen.request}: answer`, ErrorSchema, {
      code: error.body.code,
      message: error.message,
    });
    return { status: error.status, body: error.body };
  }
}

function write(response: ServerResponse, { status, body, headers = {} }: Answer, request: string): void {
  const bucket = { 'x-ratelimit-limit': '50', 'x-ratelimit-remaining': '49', 'x-ratelimit-reset-after': '1' };
  const json = { 'content-type': body === undefined ? 'text/html' : 'application/json' };
  response.writeHead(status, {
    ...bucket,
    'x-ratelimit-bucket': hashOf(bucketOf(request)),
    ...json,
    ...headers,
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** A bucket's name hides what it is of. */
const hashOf = (bucket: string): string =>
  Buffer.from(bucket.replace(/\d{6,}/g, ''))
    .toString('hex')
    .slice(0, 32);

function sendFile(response: ServerResponse, path: string, { world }: Core): void {
  const [, , id] = path.split('/');
  const file = [...world.messages.values()].flatMap(({ files }) => files).find((one) => one.id === id);
  response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/plain' });
  response.end(file?.bytes);
}
