import { Hono } from 'hono';
import type { Slack } from '../../chat/slack/open.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';

export interface HttpParts {
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  /** Slack's events over HTTP, where a signing secret is set. */
  readonly slack?: Slack['handle'] | undefined;
  readonly page: Hono;
}

/** Everything that is served at the one port: health, metrics, Slack's events, and the page. */
export function httpApp({ readiness, metrics, slack, page }: HttpParts): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.text('alive\n'));
  app.get('/readyz', (c) => {
    const { ready, words } = readiness.now();
    return c.text(`${words}\n`, ready ? 200 : 503);
  });
  app.get('/metrics', async (c) => c.body(await metrics.text(), 200, { 'content-type': metrics.type }));
  if (slack !== undefined)
    app.post('/slack/events', async (c) => {
      const { status, body, headers } = await slack(await c.req.text(), c.req.header());
      return new Response(body, { status, headers: { ...headers } });
    });
  app.route('/', page);
  return app;
}
