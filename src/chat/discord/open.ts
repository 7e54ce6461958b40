import type { Desk } from '../../kernel/desk.ts';
import type { Log } from '../../kernel/log.ts';
import type { Voice } from '../../kernel/voice.ts';
import type { ApiChannel } from './api.ts';
import { catchUp } from './catch-up.ts';
import { type Gateway, openGateway } from './gateway.ts';
import { onInteraction } from './listen.ts';
import { type Known, onMessage } from './listen-messages.ts';
import { field } from './posted.ts';
import { recent } from './recent.ts';
import { openRest, type Rest } from './rest.ts';
import { ROUTES } from './routes.ts';
import type { Shards } from './shards.ts';
import { discordVoice } from './voice.ts';

export interface DiscordSettings {
  /** DISCORD_TOKEN, with or without `Bot ` in front. */
  readonly token: string;
  /** DISCORD_API: base of the REST API without the version, `https://discord.com/api`. The gateway's address comes from it. */
  readonly api?: string | undefined;
  /** 32 random bytes of this installation, the same after a restart: buttons are signed with them. */
  readonly key: Uint8Array;
  readonly log: Log;
  /**
   * Ask for the privileged MESSAGE_CONTENT intent, so that plain `.p/…` lines and talk in session
   * threads are heard too. Where Discord refuses it, the log says so and the rest works on.
   */
  readonly privileged?: boolean | undefined;
  /** Which shards this process runs, see shards.ts; without it as many as Discord advises. */
  readonly shards?: Shards | undefined;
}

export interface Discord {
  /** Works at once, over REST: turns of an earlier process are finished with it before anything new is heard. */
  readonly voice: Voice;
  /** Whether every shard of this process is connected. */
  ready(): boolean;
  /**
   * Connects, and hears from then on. Resolves with the first connection; while Discord cannot be
   * reached it goes on trying, and a connection that is lost later is mended by itself.
   *
   * @throws {DiscordError} `token-refused`, `gateway-refused`: trying again is of no use
   */
  start(desk: Desk): Promise<void>;
  /** Hears nothing more and leaves the gateway. The voice works on: turns in flight are the caller's to wait for. */
  stop(): Promise<void>;
}

/**
 * Discord, as the house sees it:
 *
 *     const discord = openDiscord({ token, api, key, log, privileged });
 *     desk.add(discord.voice);
 *     await desk.resume();                // old turns, over REST
 *     await discord.start(desk);
 *     …
 *     await discord.stop();               // then wait for the desk's turns in flight
 */
export function openDiscord(settings: DiscordSettings): Discord {
  const { token, api, key, log } = settings;
  const rest = openRest({ token, api, log });
  const shared = { rest, key, log, now: Date.now, replies: recent<string>(REMEMBERED) };
  const voice = discordVoice({ ...shared, stands: recent<string>(REMEMBERED) });
  const gateway = openGateway(settings);
  const known = knownOf(gateway, rest);
  /** Nothing that comes over the wire may end the process. */
  const safely = (heard: Promise<void>) =>
    void heard.catch((error: unknown) => log.error('An event of Discord could not be taken in.', { error }));
  return {
    voice,
    ready: gateway.ready,
    start(desk) {
      const listening = { ...shared, desk, voice };
      return gateway.start({
        interaction: (data) => safely(onInteraction(data, listening)),
        message: (data) => safely(onMessage(data, known, listening)),
        server: (data) => safely(catchUp(data, known, listening)),
      });
    },
    stop: gateway.stop,
  };
}

/** Turns whose reply and channel are known without asking Discord again. */
const REMEMBERED = 10_000;

/** A thread that was archived when the bot connected is not among what the gateway told of. */
function knownOf({ me, channel, permissions }: Gateway, rest: Rest): Known {
  const asked = recent<Promise<ApiChannel | undefined>>(1_000);
  const ask = (id: string): Promise<ApiChannel | undefined> =>
    rest({ method: 'GET', path: ROUTES.channel(id) }).then(readChannel, () => undefined);
  return {
    me,
    permissions,
    async channel(id) {
      const known = channel(id) ?? (await asked.get(id));
      if (known !== undefined) return known;
      const answer = ask(id);
      asked.set(id, answer);
      return answer;
    },
  };
}

function readChannel(value: unknown): ApiChannel | undefined {
  const [id, type, parent] = ['id', 'type', 'parent_id'].map((name) => field(value, name));
  if (typeof id !== 'string' || typeof type !== 'number') return undefined;
  return { id, type, parent_id: typeof parent === 'string' ? parent : null };
}
