import type { Context, Hono } from 'hono';
import { notFound } from './errors.ts';
import type { WebRoom } from './open.ts';
import { readPage } from './static.ts';

/** The page's own files, and what it asks before anything is said. */
export function pageRoutes(app: Hono, room: Pick<WebRoom, 'commands' | 'complete'>): void {
  const page = readPage();
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
}
