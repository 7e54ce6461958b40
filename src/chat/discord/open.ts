import type { Desk } from '../../kernel/desk.ts';
import type { Log } from '../../kernel/log.ts';
import type { Voice } from '../../kernel/voice.ts';

export interface DiscordSettings {
  /** DISCORD_TOKEN, with or without `Bot ` in front. */
  readonly token: string;
  /** DISCORD_API: base of the REST API without the version, `https://discord.com/api`. The gateway's address comes from it. */
  readonly api?: string;
  /** 32 random bytes of this installation, the same after a restart: buttons are signed with them. */
  readonly key: Uint8Array;
  readonly log: Log;
  /**
   * Ask for the privileged MESSAGE_CONTENT intent, so that plain `.p/…` lines and talk in session
   * threads are heard too. Where Discord refuses it, the log says so and the rest works on.
   */
  readonly privileged?: boolean;
  /** Which shards this process runs, see shards.ts; without it as many as Discord advises. */
  readonly shards?: { readonly ids: readonly number[]; readonly count: number };
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
 *     const desk = openDesk({ voices: [discord.voice], … });
 *     …                                   // old turns are resumed here
 *     await discord.start(desk);
 *     …
 *     await discord.stop();               // then wait for the desk's turns in flight
 */
export declare function openDiscord(settings: DiscordSettings): Discord;
