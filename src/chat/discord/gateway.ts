import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'discord.js';
import type { ApiChannel } from './api.ts';
import {
  type ClientSettings,
  channelKnown,
  type Ear,
  isConnected,
  makeClient,
  permissionsIn,
} from './client.ts';
import { type DiscordError, gatewayRefused, tokenRefused } from './errors.ts';
import { bareToken } from './rest.ts';

export interface GatewaySettings extends Omit<ClientSettings, 'privileged'> {
  readonly token: string;
  readonly privileged?: boolean | undefined;
}

export interface Gateway {
  ready(): boolean;
  /** The bot's own user id; empty before the first connection. */
  me(): string;
  channel(id: string): ApiChannel | undefined;
  permissions(guild: string, person: string, roles: readonly string[]): string | undefined;
  /** @throws {DiscordError} `token-refused`, `gateway-refused` */
  start(ear: Omit<Ear, 'closed'>): Promise<void>;
  stop(): Promise<void>;
}

/** Close codes after which the same again is of no use. */
const FOR_GOOD: Readonly<Record<number, string>> = {
  4010: 'the shard is not valid',
  4011: 'there are too many servers for so few shards',
  4012: 'the version of the API is not known',
  4013: 'the intents are not valid',
  4014: 'an intent is not allowed',
};
const TOKEN_REFUSED = 4004;
const NOT_ALLOWED = 4014;
const LONGEST_PAUSE = 60_000;

/** The connection that events come through. Once it stands, the library heartbeats, resumes and reconnects. */
export function openGateway(settings: GatewaySettings): Gateway {
  const { log } = settings;
  let { privileged = false } = settings;
  let client: Client | undefined;
  let isClosing = false;

  /** One try. @returns the code the gateway closed with, or the error that came before; undefined when it stands */
  async function connect(ear: Omit<Ear, 'closed'>): Promise<{ code: number; error: unknown } | undefined> {
    let [code, stands] = [0, false];
    const fresh = makeClient(
      { ...settings, privileged },
      {
        interaction: (data) => isClosing || ear.interaction(data),
        message: (data) => isClosing || ear.message(data),
        server: (data) => isClosing || ear.server(data),
        closed(closedWith) {
          code = closedWith;
          if (stands && !isClosing) void lost(closedWith, ear);
        },
      },
    );
    client = fresh;
    try {
      await fresh.login(bareToken(settings.token));
      stands = true;
      return undefined;
    } catch (error) {
      return { code, error };
    }
  }

  async function start(ear: Omit<Ear, 'closed'>): Promise<void> {
    for (let pause = 1_000; !isClosing; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      const failed = await connect(ear);
      if (failed === undefined || isClosing) return;
      if (withoutContent(failed.code)) continue;
      const refusal = refusalOf(failed.code, failed.error);
      if (refusal !== undefined) throw refusal;
      const reason = failed.error instanceof Error ? failed.error.message : 'no reason given';
      log.warn('Discord cannot be reached; it is tried again.', { reason, seconds: pause / 1000 });
      await sleep(pause, undefined, { ref: false });
    }
  }

  /** Closed for good, long after it stood: a token was reset, an intent taken away. */
  async function lost(code: number, ear: Omit<Ear, 'closed'>): Promise<void> {
    const before = client;
    if (withoutContent(code)) {
      await before?.destroy();
      return start(ear).catch((error: unknown) => log.error('Discord is not connected any more.', { error }));
    }
    log.error('Discord is not connected any more.', { error: refusalOf(code, undefined) });
  }

  /** @returns whether it is worth another try, with less */
  function withoutContent(code: number): boolean {
    if (code !== NOT_ALLOWED || !privileged) return false;
    privileged = false;
    log.warn(
      'Discord does not give the text of messages: the Message Content intent is off under Bot in the developer portal. Commands, mentions, direct messages and buttons work without it; plain .p/ lines and talk in threads are not heard.',
    );
    return true;
  }

  return {
    ready: () => !isClosing && client !== undefined && isConnected(client),
    me: () => client?.user?.id ?? '',
    channel: (id) => (client === undefined ? undefined : channelKnown(client, id)),
    permissions: (guild, person, roles) =>
      client === undefined ? undefined : permissionsIn(client, guild, person, roles),
    start,
    async stop() {
      isClosing = true;
      client?.removeAllListeners('shardReconnecting'); // it is meant to be lost now
      await client?.destroy();
    },
  };
}

function refusalOf(code: number, error: unknown): DiscordError | undefined {
  const isToken = error instanceof Error && 'code' in error && error.code === 'TokenInvalid';
  if (isToken || code === TOKEN_REFUSED) return tokenRefused();
  const reason = FOR_GOOD[code];
  return reason === undefined ? undefined : gatewayRefused(code, reason);
}
