import type { SessionSummary } from '../kernel/desk.ts';
import type { ChannelMemory } from './channel.ts';
import { isOfGuards } from './guards.ts';
import { keyOf, partRead } from './keys.ts';
import type { SessionPeople } from './people.ts';
import type { Space, Store } from './store.ts';
import { turnTime } from './turn-time.ts';

/** A session of a channel, as it is listed: an empty prompt where none is kept, people that take part now. Times in milliseconds since 1970. */
export interface SessionEntry extends SessionSummary {
  readonly standing: Awaited<ReturnType<SessionPeople['standing']>>;
  /** When the last turn was remembered. */
  readonly last?: number;
}

/** Namespaces of a channel, its threads' included, begin so. */
export const channelPrefix = (workspace: string, channel: string): string =>
  `${keyOf('channel', workspace, channel)}/`;

/** Where the facts of a session are; namespaces are this and `/facts`, `/turns`, `/people`, `/log.<metric>`. */
export const sessionBase = (workspace: string, channel: string, thread: string | undefined): string =>
  keyOf('channel', workspace, channel, ...(thread === undefined ? [] : ['thread', thread]));

/** Where the facts of a session's channel are: of the channel itself the same. */
export const channelOf = (base: string): string => base.split('/').slice(0, 3).join('/');

/** Namespaces of one session that hold a key; of the channel's own without those of its threads. */
export async function sessionSpaces(store: Store, base: string): Promise<readonly string[]> {
  const names = await store.namespaces(`${base}/`);
  return names.filter((name) => name.lastIndexOf('/') === base.length && !isOfGuards(name));
}

/** The channel itself and its threads, as far as something is remembered of them; sorted by name. */
export async function sessionBases(
  store: Store,
  workspace: string,
  channel: string,
): Promise<readonly { readonly base: string; readonly thread?: string }[]> {
  const prefix = channelPrefix(workspace, channel);
  const names = (await store.namespaces(prefix)).filter((name) => !isOfGuards(name));
  const bases = new Set(names.map((name) => name.slice(0, name.lastIndexOf('/'))));
  return [...bases].sort().map((base) => ({ base, ...threadOf(base, prefix) }));
}

/** @param at  the session at a base  @returns the last used first */
export async function listSessions(
  { store, at }: { store: Store; at: (base: string) => ChannelMemory },
  workspace: string,
  channel: string,
): Promise<readonly SessionEntry[]> {
  const bases = await sessionBases(store, workspace, channel);
  const entries = await Promise.all(
    bases.map(async ({ base, ...thread }) => ({
      channel,
      ...thread,
      ...(await entryOf(at(base), store.space(`${base}/turns`))),
    })),
  );
  return entries.sort((a, b) => usedAt(b) - usedAt(a));
}

async function entryOf(
  session: ChannelMemory,
  turns: Space,
): Promise<Omit<SessionEntry, 'channel' | 'thread'>> {
  const [{ prompt = '' }, standing, participants, keys] = await Promise.all([
    session.session(),
    session.people.standing(),
    session.people.participants(),
    turns.keys(''),
  ]);
  const last = keys.at(-1);
  return {
    standing,
    prompt,
    people: participants.filter(({ left }) => left === undefined).length,
    turns: keys.length,
    ...(last !== undefined && { last: turnTime(last) }),
  };
}

/** A session without a turn is as old as its opening. */
const usedAt = ({ last, standing }: SessionEntry): number => last ?? standing.opened?.at ?? 0;

/** The thread's name as its key has it: platforms' own ids are plain, others are read back. */
function threadOf(base: string, prefix: string): { thread?: string } {
  const name = base.slice(prefix.length).replace(/^thread\//, '');
  if (name === '') return {};
  return { thread: partRead(name) };
}

/** Every session of a workspace; sorted by name. */
export async function workspaceSessions(
  store: Store,
  workspace: string,
): Promise<readonly { readonly base: string; readonly channel: string; readonly thread?: string }[]> {
  const begin = `${keyOf('channel', workspace)}/`;
  const names = (await store.namespaces(begin)).filter((name) => !isOfGuards(name));
  const bases = new Set(names.map((name) => name.slice(0, name.lastIndexOf('/'))));
  return [...bases].sort().map((base) => {
    const [channel = '', , thread] = base.slice(begin.length).split('/').map(partRead);
    return { base, channel, ...(thread !== undefined && { thread }) };
  });
}
