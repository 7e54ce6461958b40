import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { DotpError } from '../../kernel/errors.ts';
import { notFound, requestUnreadable, sessionCrowded, WebError } from './errors.ts';
import { failureWords } from './failure.ts';
import { HEADERS, refusal } from './guard.ts';
import { isSession } from './hear.ts';
import type { WebRoom } from './open.ts';
import { readPage } from './static.ts';

/** Bytes of one request. */
const MOST_BODY = 64 * 1024;
/** Pages that look at sessions at once. */
const MOST_READERS = 1_000;

/** The page and what it asks, as a server's routes; who may ask is in guard.ts, what is asked in {@link WebRoom}. */
export function webApp(room: WebRoom, own: readonly string[]): Hono {
  const run = randomBytes(6).toString('hex');
  const page = readPage();
  const app = new Hono();
  let readers = 0;

  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    const header = (name: string) => c.req.header(name);
    const doors = {
      method: c.req.method,
      host: header('host'),
      origin: header('origin'),
      site: header('sec-fetch-site'),
      type: header('content-type'),
    };
    const refused = refusal(doors, own);
    if (refused !== undefined) throw refused;
    await next();
  });
  app.onError((error, c) => told(error, c, room));
  app.notFound((c) => told(notFound('This address'), c, room));

  const file = (name: string, c: Context) => {
    const found = page.get(name);
    if (found === undefined) throw notFound('This file');
    return c.body(new Uint8Array(found.bytes), 200, { 'content-type': found.type });
  };
  app.get('/', (c) => file('index.html', c));
  app.get('/page/:name', (c) => file(c.req.param('name'), c));
  app.get('/favicon.ico', (c) => file('icon.svg', c));

  app.get('/api/commands', (c) => c.json(room.commands()));
  app.get('/api/complete', (c) => c.json(room.complete(c.req.query('before') ?? '')));

  app.get('/s/:session/events', async (c) => {
    if (readers >= MOST_READERS) throw sessionCrowded();
    const { signal } = c.req.raw;
    const last = c.req.header('last-event-id');
    const stream = await room.events(sessionOf(c), { run, last, signal });
    readers++;
    signal.addEventListener('abort', () => readers--, { once: true });
    return c.body(stream, 200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  });
  app.post('/s/:session/say', bodyLimit({ maxSize: MOST_BODY, onError: tooLong }), async (c) => {
    const sent: unknown = await c.req.json().catch(() => undefined);
    return c.json(await room.say(sessionOf(c), sent), 202);
  });
  app.get('/s/:session/:answer/picture.png', async (c) => {
    const png = await room.picture(sessionOf(c), c.req.param('answer'));
    return c.body(Buffer.from(png), 200, { 'content-type': 'image/png' });
  });
  app.get('/s/:session/:answer/reply.json', async (c) => {
    const reply = await room.reply(sessionOf(c), c.req.param('answer'));
    return c.body(`${JSON.stringify(reply, null, 2)}\n`, 200, { 'content-type': 'application/json' });
  });
  app.get('/s/:session/:answer/file/:number', (c) => {
    const bytes = room.file(sessionOf(c), c.req.param('answer'), c.req.param('number'));
    // Never shown as a page of this host, whatever it holds.
    return c.body(Buffer.from(bytes), 200, { 'content-type': 'application/octet-stream' });
  });
  return app;
}

function sessionOf(c: Context): string {
  const session = c.req.param('session') ?? '';
  if (!isSession(session)) throw notFound('This session');
  return session;
}

function tooLong(): never {
  throw requestUnreadable('body, longer than 64 kB');
}

/** What went wrong, as words; of what nobody foresaw only that it did, and the log has the rest. */
function told(error: unknown, c: Context, { log }: Pick<WebRoom, 'log'>): Response {
  if (!(error instanceof DotpError))
    log.error('A request of the page failed.', { path: c.req.routePath, error });
  const status = error instanceof WebError ? error.status : error instanceof DotpError ? 400 : 500;
  const code = error instanceof DotpError ? error.code : 'failed';
  return c.json({ code, words: failureWords(error) }, status);
}
