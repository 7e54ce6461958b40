import { type Snowflakes, snowflakes } from './ids.ts';
import type { Ping } from './mentions.ts';
import type { Permission } from './permissions.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
  readonly roles: readonly string[];
  /** Has MANAGE_GUILD. */
  readonly manages: boolean;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
}

export interface Channel {
  readonly id: string;
  readonly type: 0 | 1 | 11;
  readonly name: string;
  readonly guild?: string;
  /** Of a thread. */
  readonly parent?: string;
  readonly owner?: string;
  /** Of a direct message: the person. */
  readonly recipient?: string;
  archived: boolean;
  locked: boolean;
  archiveAfter: number;
  /** What the bot may not do there. */
  readonly denied: Set<Permission>;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly description: string | undefined;
  readonly bytes: Uint8Array;
}

export interface StoredMessage {
  readonly id: string;
  readonly channel: string;
  readonly author: Person;
  readonly type: 0 | 19 | 20 | 21 | 23;
  content: string;
  files: readonly StoredFile[];
  components: readonly Json[];
  flags: number;
  readonly replyTo: string | undefined;
  readonly nonce: string | number | undefined;
  /** Id of the interaction that it answers. */
  readonly interaction: string | undefined;
  thread: string | undefined;
  editedAt: string | undefined;
  /** Words it had before, oldest first. */
  readonly earlier: string[];
  allowed: Json | undefined;
  deleted: boolean;
}

export interface Ack {
  readonly type: number;
  /** Milliseconds from the event's sending. */
  readonly after: number;
  readonly data: Json;
}

export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: 2 | 3 | 4;
  readonly channel: string;
  readonly person: Person;
  readonly data: Json;
  /** Whose control was used. */
  readonly message: string | undefined;
  readonly at: number;
  ack: Ack | undefined;
  /** What `@original` is. */
  original: string | undefined;
  /** Nothing is taken for it any more: acknowledged too late, or its token has lapsed. */
  late: boolean;
  /** An acknowledgement came and was too late. */
  missed: boolean;
  lapsed: boolean;
}

/** Everything that this Discord knows; the rooms beside read and change it. */
export interface World {
  readonly ids: Snowflakes;
  readonly bot: Person;
  readonly token: string;
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  readonly people: Map<string, Person>;
  readonly messages: Map<string, StoredMessage>;
  /** Messages by channel, oldest first. */
  readonly standing: Map<string, StoredMessage[]>;
  /** Messages by the message or interaction that they answer. */
  readonly answering: Map<string, StoredMessage[]>;
  readonly interactions: Map<string, Interaction>;
  /** The bot's messages by their nonce. */
  readonly nonces: Map<string | number, StoredMessage>;
  /** What is registered, by guild; `''` everywhere. */
  readonly commands: Map<string, readonly Json[]>;
  readonly violations: string[];
  /** Judgements that were put off. */
  readonly unjudged: (() => void)[];
  /** Whose phones rang through the bot. */
  readonly pings: Ping[];
}

export function emptyWorld(): World {
  const ids = snowflakes();
  const bot = { id: ids.next(), name: 'dotp', bot: true, roles: [], manages: false };
  return {
    ids,
    bot,
    token: `${Buffer.from(bot.id).toString('base64url')}.GfAkE0.${'x'.repeat(38)}`,
    guilds: new Map(),
    channels: new Map(),
    people: new Map([[bot.id, bot]]),
    messages: new Map(),
    standing: new Map(),
    answering: new Map(),
    interactions: new Map(),
    nonces: new Map(),
    commands: new Map(),
    violations: [],
    unjudged: [],
    pings: [],
  };
}

export function keepMessage({ messages, standing, answering }: World, message: StoredMessage): void {
  const { id, channel, interaction, replyTo } = message;
  messages.set(id, message);
  add(standing, channel, message);
  add(answering, interaction ?? replyTo, message);
}

function add(index: Map<string, StoredMessage[]>, key: string | undefined, message: StoredMessage): void {
  if (key === undefined) return;
  const there = index.get(key);
  if (there === undefined) index.set(key, [message]);
  else there.push(message);
}

/** Messages of a channel as they stand there, oldest first. */
export const messagesIn = ({ standing }: World, channel: string): StoredMessage[] =>
  (standing.get(channel) ?? []).filter(({ deleted }) => !deleted);
