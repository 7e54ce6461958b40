import type { Json, StoredMessage, World } from './world.ts';

/** Somebody whose phone would have rung. */
export interface Ping {
  readonly message: string;
  readonly channel: string;
  /** `everyone`, `here`, a role's id or a person's. */
  readonly who: string;
}

interface Mentioned {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
}

/**
 * Whom a message mentions, by what is written and what its sender allowed: without `allowed_mentions`
 * everything written counts. Markdown is not looked at: a mention in a block of code, which Discord lets
 * pass, counts here, so that this never says too little.
 */
export function mentionedIn({ content, allowed }: StoredMessage, world: World): Mentioned {
  const ids = (pattern: RegExp) => [...new Set([...content.matchAll(pattern)].map(([, id = '']) => id))];
  const granted = (kind: 'users' | 'roles', found: string[]) =>
    found.filter((id) => allows(allowed, kind) || listOf(allowed?.[kind]).includes(id));
  return {
    users: granted('users', ids(/<@!?(\d+)>/g)).filter((id) => world.people.has(id)),
    roles: granted('roles', ids(/<@&(\d+)>/g)),
    everyone: /@(everyone|here)/.test(content) && allows(allowed, 'everyone'),
  };
}

/** A reply also rings for whom it answers, unless its sender says otherwise. */
export function pingsOf(message: StoredMessage, world: World): Ping[] {
  const { users, roles, everyone } = mentionedIn(message, world);
  const to = world.messages.get(message.replyTo ?? '');
  const replied =
    message.type === 19 && to !== undefined && repliesRing(message.allowed) ? [to.author.id] : [];
  const whole = everyone ? [message.content.includes('@everyone') ? 'everyone' : 'here'] : [];
  return [...new Set([...whole, ...roles, ...users, ...replied])].map((who) => ({
    message: message.id,
    channel: message.channel,
    who,
  }));
}

const allows = (allowed: Json | undefined, kind: string): boolean =>
  allowed === undefined || listOf(allowed.parse).includes(kind);

const repliesRing = (allowed: Json | undefined): boolean =>
  allowed === undefined || allowed.replied_user === true;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
