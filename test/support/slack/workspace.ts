import { readFileSync } from 'node:fs';
import { at, isObject } from './json.ts';

/** Who the bot is and where it lives: fixed, so that what a test sees is the same in every run. */
export const TEAM = { id: 'T000000001', domain: 'emulate' } as const;
export const BOT = { app: 'A0DOTP', bot: 'B0DOTP', user: 'U0DOTP', name: 'dotp' } as const;
export const TOKENS = {
  bot: 'xoxb-fake-dotp',
  app: 'xapp-fake-dotp',
  signingSecret: '8f742231b10e8888abcd99yyyzzz85a5',
} as const;

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'group' | 'im';
  /** The person at the other end of a direct message. */
  readonly with?: string;
  joined: boolean;
  archived: boolean;
}

/** People and places, and what the bot may do there: changed by tests, read by every call. */
export interface Workspace {
  readonly people: readonly string[];
  readonly channels: Map<string, Channel>;
  readonly scopes: Set<string>;
  readonly events: ReadonlySet<string>;
}

const personId = (name: string): string => `U0${name.toUpperCase()}`;
export const nameOf = (person: string): string => person.slice(2).toLowerCase();
const channelId = (name: string): string => `C0${name.toUpperCase()}`;
export const directId = (person: string): string => `D0${person.slice(2)}`;

export interface WorkspacePlan {
  /** Names; the first made the channels, and `admin` runs the workspace. */
  readonly people?: readonly string[];
  /** Names; `lab` is one the bot was not invited to when it is in `outside`. */
  readonly channels?: readonly string[];
  readonly secret?: readonly string[];
  readonly outside?: readonly string[];
  /** Scopes of the manifest that whoever installed the app took out. */
  readonly withoutScopes?: readonly string[];
}

/** Scopes and events are those of the manifest that is shipped: what it does not ask for, the bot does not get. */
export function workspaceOf({
  people = ['admin', 'ada', 'ben', 'cleo'],
  channels = ['general', 'lab'],
  secret = ['secret'],
  outside = ['outside'],
  withoutScopes = [],
}: WorkspacePlan): Workspace {
  const made = [
    ...[...channels, ...outside].map((name) => place(name, 'channel', !outside.includes(name))),
    ...secret.map((name) => place(name, 'group', true)),
  ];
  return {
    people: people.map(personId),
    channels: new Map(made.map((channel) => [channel.id, channel])),
    scopes: new Set(
      words(at(MANIFEST, 'oauth_config', 'scopes', 'bot')).filter((scope) => !withoutScopes.includes(scope)),
    ),
    events: new Set(words(at(MANIFEST, 'settings', 'event_subscriptions', 'bot_events'))),
  };
}

const place = (name: string, kind: Channel['kind'], joined: boolean): Channel => ({
  id: channelId(name),
  name,
  kind,
  joined,
  archived: false,
});

const MANIFEST: unknown = JSON.parse(
  readFileSync(new URL('../../../src/chat/slack/manifest.json', import.meta.url), 'utf8'),
);

const words = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];

/** `message` events as they are subscribed to, by the kind of channel. */
export const messageEventOf = ({ kind }: Channel): string =>
  ({ channel: 'message.channels', group: 'message.groups', im: 'message.im' })[kind];

export const isOwn = (message: unknown): boolean => isObject(message) && message.user === BOT.user;
