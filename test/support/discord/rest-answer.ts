/** What a request is answered with: too many of them, what was asked to go wrong, else what its route does. */
import { ErrorSchema, RatelimitedResponseSchema } from 'discord-api-spec/zod';
import { ApiFailure, unauthorized } from './api-failure.ts';
import type { Core } from './core.ts';
import type { Fault, Faults } from './faults.ts';
import { judge, judgeAnswer, judgeRequest } from './judge.ts';
import { GLOBAL, type Rates, type Room } from './rates.ts';
import type { ReadBody } from './request-body.ts';
import type { Matched } from './route.ts';
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

export interface Asked {
  readonly read: ReadBody;
  readonly url: URL;
  readonly found: Matched | undefined;
  readonly fault: Fault | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export function answerTo(desk: Desk, seen: Seen, asked: Asked): Answer {
  const { fault } = asked;
  const bucket = bucketOf(seen.request, asked.url);
  noteEarly(desk, seen, asked, bucket);
  const isPost = /^POST \/channels\/\d+\/messages$/.test(seen.request);
  const room = desk.rates.count(isPost ? bucket : undefined, seen.at);
  if (fault?.kind === 'rate' || room.isFull) return limited(desk, seen, asked, bucket, room);
  const answer = carriedOutOr(desk, seen, asked);
  return { ...answer, headers: headersOf(room, seen.request) };
}

function carriedOutOr(desk: Desk, seen: Seen, asked: Asked): Omit<Answer, 'headers'> {
  const { fault } = asked;
  if (fault?.kind === 'error') {
    return { status: fault.status, body: { code: fault.code, message: fault.message } };
  }
  const isLost = fault?.kind === 'broken' || fault?.kind === 'cut';
  const answer = isLost && fault.done !== true ? { status: 502 } : carriedOut(desk, seen, asked);
  return fault?.kind === 'broken' ? { status: fault.status } : answer;
}

/** What comes before its time is a violation; the limit of everything is not for interactions. */
function noteEarly({ core, rates }: Desk, { request, at }: Seen, { found }: Asked, bucket: string): void {
  const isEarly = rates.isEarly(bucket, at) || (found?.route.open !== true && rates.isEarly(GLOBAL, at));
  if (isEarly) core.world.violations.push(`${request}: asked again before Retry-After`);
}

/** 429 */
function limited(
  { core, rates }: Desk,
  { request }: Seen,
  { fault }: Asked,
  bucket: string,
  room: Room,
): Answer {
  const seconds = fault?.kind === 'rate' ? fault.seconds : room.after;
  const global = fault?.kind === 'rate' && fault.global === true;
  rates.pause(global ? GLOBAL : bucket, core.now(), seconds);
  const body = { message: 'You are being rate limited.', code: 0, retry_after: seconds, global };
  judge(core.world.violations, `${request}: answer`, RatelimitedResponseSchema, body);
  const headers = {
    ...headersOf(room, request),
    'retry-after': String(seconds),
    'x-ratelimit-scope': global ? 'global' : 'user',
    ...(global ? { 'x-ratelimit-global': 'true' } : {}),
  };
  return { status: 429, body, headers };
}

/** One for a method, a channel or token, and what kind of thing it is: not for each message. */
const bucketOf = (request: string, { pathname }: URL): string =>
  `${request.split(' ')[0]} ${pathname.replace(/(?<=\/messages\/)\d+/, ':message')}`;

/** A bucket's name hides what it is of. */
const headersOf = ({ limit, left, after }: Room, request: string): Record<string, string> => ({
  'x-ratelimit-limit': String(limit),
  'x-ratelimit-remaining': String(left),
  'x-ratelimit-reset-after': after.toFixed(3),
  'x-ratelimit-bucket': Buffer.from(request.replace(/\d{6,}/g, ''))
    .toString('hex')
    .slice(0, 48),
});

function carriedOut({ core }: Desk, seen: Seen, { read, url, found }: Asked): Omit<Answer, 'headers'> {
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
    judgeAnswer(core.world, seen.request, route, body);
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
