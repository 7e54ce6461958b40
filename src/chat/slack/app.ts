import { App, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { type ClientOptions, clientOptions, quietLogger } from './client.ts';
import type { Ears } from './ears.ts';
import type { Me } from './find.ts';
import { listen } from './listen.ts';

/** Bolt, with our listeners, behind a receiver. @param me  asked at each delivery; must remember */
export function boltApp(receiver: Receiver, me: () => Promise<Me>, ears: Ears): App {
  const app = new App({
    receiver,
    logger: quietLogger(ears.log),
    convoStore: false, // sessions are the house's; Bolt's would fail to find its own at every delivery
    authorize: async () => {
      const { user, bot, workspace } = await me();
      return { botUserId: user, ...(bot === undefined ? {} : { botId: bot }), teamId: workspace };
    },
  });
  listen(app, ears);
  return app;
}

/** Bolt's receiver of Socket Mode; socket.ts opens its connection again, not Bolt. */
export const socketReceiver = (appToken: string, options: ClientOptions): SocketModeReceiver =>
  new SocketModeReceiver({
    appToken,
    logger: quietLogger(options.log),
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        ...clientOptions(options),
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    },
    processEventErrorHandler: async ({ error }) => {
      options.log.debug('A delivery over the socket is left for later.', { error });
      return false;
    },
  });
