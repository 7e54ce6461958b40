import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { DotpError } from '../../kernel/errors.ts';
import { notFound, requestUnreadable, WebError } from './errors.ts';
import { failureWords } from './failure.ts';
import { HEADERS, refusal } from './guard.ts';
import type { WebRoom } from './open.ts';
import { pageRoutes } from './page-routes.ts';
import { sessionRoutes } from './session-routes.ts';

/** Bytes of one request. */
const MOST_BODY = 64 * 1024;

/**
 * The page and what it asks, as a server's routes; who may ask is in guard.ts, what is asked in {@link WebRoom}.
 *
 * @param own  hosts of DOTP_ADDRESS, without a port
 */
export function webApp(room: WebRoom, own: readonly string[]): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    const refused = refusal(doorsOf(c), own);
    if (refused !== undefined) throw refused;
    await next();
  });
  app.use('/s/*', bodyLimit({ maxSize: MOST_BODY, onError: tooLong }));
  app.onError((error, c) => told(error, c, room));
  app.notFound((c) => told(notFound('This address'), c, room));
  pageRoutes(app, room);
  sessionRoutes(app, room);
  return app;
}

function doorsOf({ req }: Context) {
  return {
    method: req.method,
    host: req.header('host'),
    origin: req.header('origin'),
    site: req.header('sec-fetch-site'),
    type: req.header('content-type'),
  };
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
