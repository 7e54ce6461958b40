import { randomBytes } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { notFound, sessionCrowded } from './errors.ts';
import { isSession } from './hear.ts';
import type { WebRoom } from './open.ts';

/** Pages that look at sessions at once. */
const MOST_READERS = 1_000;

/** Everything of a session lies under `/s/<session>`: what is told, what is said, its pictures and files. */
export function sessionRoutes(app: Hono, room: WebRoom): void {
  const listen = listener(room);
  app.get('/s/:session/events', (c) => listen(c));
  app.post('/s/:session/say', async (c) => {
    const sent: unknown = await c.req.json().catch(() => undefined);
    return c.json(await room.say(sessionOf(c), sent), 202);
  });
  app.get('/s/:session/:answer/picture.png', async (c) => {
    const png = await room.picture(sessionOf(c), c.req.param('answer'));
    return c.body(new Uint8Array(png), 200, { 'content-type': 'image/png' });
  });
  app.get('/s/:session/:answer/reply.json', async (c) => {
    const reply = await room.reply(sessionOf(c), c.req.param('answer'));
    return c.body(`${JSON.stringify(reply, null, 2)}\n`, 200, { 'content-type': 'application/json' });
  });
  app.get('/s/:session/:answer/file/:number', (c) => {
    const bytes = room.file(sessionOf(c), c.req.param('answer'), c.req.param('number'));
    // Never shown as a page of this host, whatever it holds.
    return c.body(new Uint8Array(bytes), 200, { 'content-type': 'application/octet-stream' });
  });
}

/** Server-sent events, to so many readers. */
function listener(room: Pick<WebRoom, 'events'>): (c: Context) => Promise<Response> {
  const run = randomBytes(6).toString('hex');
  let readers = 0;
  return async (c) => {
    if (readers >= MOST_READERS) throw sessionCrowded();
    const { signal } = c.req.raw;
    const stream = await room.events(sessionOf(c), { run, last: c.req.header('last-event-id'), signal });
    readers++;
    signal.addEventListener('abort', () => readers--, { once: true });
    return c.body(stream, 200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  };
}

function sessionOf(c: Context): string {
  const session = c.req.param('session') ?? '';
  if (!isSession(session)) throw notFound('This session');
  return session;
}
