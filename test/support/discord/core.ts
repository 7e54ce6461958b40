import type { Json, World } from './world.ts';

export interface Settings {
  /** Whether the application was granted the privileged MESSAGE_CONTENT intent. */
  readonly messageContent: boolean;
  /** Milliseconds until an interaction that was not acknowledged is unknown. */
  readonly ackWithin: number;
  /** Milliseconds that an interaction's token lives. */
  readonly tokenLives: number;
  /** Bytes that a file may have. */
  readonly fileLimit: number;
  /** Milliseconds between two heartbeats. */
  readonly heartbeat: number;
  /** Shards that the gateway advises. */
  readonly shards: number;
  /** Identifies at once that do not have to wait 5 s for each other. */
  readonly concurrency: number;
  /** Posts into one channel within a time, as the real one counts them; without it nothing is counted. */
  readonly posts: { readonly limit: number; readonly perMs: number } | undefined;
}

export const USUAL: Settings = {
  messageContent: true,
  ackWithin: 3_000,
  tokenLives: 15 * 60_000,
  fileLimit: 10 * 1024 * 1024,
  heartbeat: 41_250,
  shards: 1,
  concurrency: 1,
  posts: undefined,
};

/** Whom a dispatch reaches. */
export interface Audience {
  readonly guild?: string | undefined;
  /** Bit of the intent without which it is not sent; interactions need none. */
  readonly intent?: number;
  /** What is sent instead to those without the intent MESSAGE_CONTENT. */
  readonly bare?: Json | undefined;
}

/** What the rooms of the fake share. */
export interface Core {
  readonly world: World;
  readonly settings: Settings;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  tell(event: string, data: Json, to: Audience): void;
  /** Milliseconds, from any beginning. */
  now(): number;
}

export const INTENTS = { guilds: 1 << 0, messages: 1 << 9, direct: 1 << 12, content: 1 << 15 } as const;

export const cdn = ({ origin }: Core): string => `${origin}/cdn`;
