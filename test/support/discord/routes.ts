import type { Route } from './route.ts';
import { appRoutes } from './routes-app.ts';
import { interactionRoutes } from './routes-interactions.ts';
import { messageRoutes } from './routes-messages.ts';
import { threadRoutes } from './routes-threads.ts';
import { webhookRoutes } from './routes-webhooks.ts';

export const ROUTES: readonly Route[] = [
  ...appRoutes,
  ...messageRoutes,
  ...threadRoutes,
  ...interactionRoutes,
  ...webhookRoutes,
];
