import { randomUUID } from 'node:crypto';
import type { Reply } from '../kernel/reply.ts';
import type { AnchorFacts } from './anchors.ts';
import type { ChannelLog } from './channel-log.ts';
import { MemoryError } from './errors.ts';
import { keyOf } from './keys.ts';
import { type Person, type SessionPeople, sessionPeople } from './people.ts';
import type { Space } from './store.ts';
import { turnKey, turnTime } from './turn-time.ts';

type Mode = 'session' | 'qk' | 'ov';

/** What a thread goes on with when a command does not say. */
export interface SessionFacts {
  readonly prompt?: string;
  readonly mode: Mode;
  /** Name of the model that the channel asked for. */
  readonly model?: string;
}

/** One remembered answer. */
export interface Turn {
  /** The platform's id of the turn, or one that was made up. */
  readonly id: string;
  readonly reply: Reply;
  /** Who asked, where that was said. */
  readonly by?: Person;
  /** When it was remembered first, milliseconds since 1970. */
  readonly at?: number;
}

/**
 * The memory of one channel: one key for each fact, so that writers never overwrite each other's
 * facts. Every write is durable when it resolves.
 */
export interface ChannelMemory {
  session(): Promise<SessionFacts>;
  /** Undefined takes the prompt away. */
  setPrompt(prompt: string | undefined): Promise<void>;
  setMode(mode: Mode): Promise<void>;
  setModel(model: string | undefined): Promise<void>;
  /** Keeps an answer; the same id again replaces it in its place. Gives the id. */
  remember(reply: Reply, id?: string, by?: Person): Promise<string>;
  /** The answer remembered last; with a path (`reflect.trace`) the last of that command. */
  lastReply(path?: string): Promise<Reply | undefined>;
  /** The last answer that had a picture. */
  lastPicture(): Promise<Reply | undefined>;
  reply(id: string): Promise<Reply | undefined>;
  /** The last `n` turns, oldest first. */
  turns(n: number): Promise<readonly Turn[]>;
  /** How many turns there are; none of them is read. */
  count(): Promise<number>;
  readonly people: SessionPeople;
  /** Of the whole channel, whatever the thread. */
  readonly anchors: AnchorFacts;
  /** Numbers that its answers left. */
  readonly log: ChannelLog;
  /** Deletes what this session remembers; a channel with its threads is forgotten by the memory. */
  forget(): Promise<void>;
}

/** Clock in milliseconds since 1970; orders the turns. */
export type Clock = () => number;

/**
 * @param facts  keys: `prompt`, `mode`, `model`; `id/<turn id>`, `last`, `last/<command>`, `picture` name a turn's key
 * @param turns  one key for each turn, in the order of time
 * @param people  see {@link sessionPeople}
 */
export function channelMemory(
  { facts, turns, people }: Readonly<Record<'facts' | 'turns' | 'people', Space>>,
  log: ChannelLog,
  anchors: AnchorFacts,
  clock: Clock,
): ChannelMemory {
  const turnAt = async (pointer: string): Promise<Turn | undefined> => {
    const key = await facts.get(pointer);
    return key === undefined ? undefined : readTurn(await turns.get(textOf(key, pointer)), pointer);
  };
  const keep = (key: string, value: string | undefined) =>
    value === undefined ? facts.delete(key) : facts.set(key, value);
  return {
    async session() {
      const [prompt, mode, model] = await Promise.all(
        ['prompt', 'mode', 'model'].map((key) => facts.get(key)),
      );
      return {
        ...(prompt !== undefined && { prompt: textOf(prompt, 'prompt') }),
        mode: modeOf(mode),
        ...(model !== undefined && { model: textOf(model, 'model') }),
      };
    },
    setPrompt: (prompt) => keep('prompt', prompt),
    setMode: (mode) => keep('mode', mode),
    setModel: (model) => keep('model', model),
    async remember(reply, id = randomUUID(), by = undefined) {
      const fresh = turnKey(clock());
      // Its place is settled first: who dies here and remembers it again must not have it twice.
      const isNew = await facts.add(keyOf('id', id), fresh);
      const key = isNew ? fresh : textOf((await facts.get(keyOf('id', id))) ?? fresh, id);
      // The turn is there before anything points to it as the last.
      await turns.set(key, { id, reply, ...(by !== undefined && { by: { id: by.id, name: by.name } }) });
      const pointers = ['last', keyOf('last', pathOf(reply)), ...(hasPicture(reply) ? ['picture'] : [])];
      await Promise.all(pointers.map((pointer) => facts.set(pointer, key)));
      return id;
    },
    lastReply: async (path) => (await turnAt(path === undefined ? 'last' : keyOf('last', path)))?.reply,
    lastPicture: async () => (await turnAt('picture'))?.reply,
    reply: async (id) => (await turnAt(keyOf('id', id)))?.reply,
    async turns(n) {
      const keys = [...(await turns.lastKeys(n))].reverse();
      const read = await Promise.all(keys.map(async (key) => readTurn(await turns.get(key), key)));
      return read.flatMap((turn, i) =>
        turn === undefined ? [] : [{ ...turn, at: turnTime(keys[i] ?? '') }],
      );
    },
    count: async () => (await turns.keys('')).length,
    people: sessionPeople(people),
    anchors,
    log,
    async forget() {
      await Promise.all([facts.clear(), turns.clear(), people.clear(), log.clear()]);
    },
  };
}

const pathOf = ({ command }: Reply): string => command.replace(/^\.p\//, '');
const hasPicture = ({ pictures }: Reply): boolean => pictures.length > 0;

function textOf(value: unknown, key: string): string {
  if (typeof value === 'string') return value;
  throw corrupt(key);
}

function modeOf(value: unknown): Mode {
  if (value === undefined) return 'session';
  if (value === 'session' || value === 'qk' || value === 'ov') return value;
  throw corrupt('mode');
}

/** Undefined for a turn that is not there: a pointer may outlive it. */
function readTurn(value: unknown, key: string): Turn | undefined {
  if (value === undefined) return undefined;
  if (isTurn(value)) return value;
  throw corrupt(key);
}

function isTurn(value: unknown): value is Turn {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('reply' in value)) return false;
  const { id, reply } = value;
  if (typeof id !== 'string' || typeof reply !== 'object' || reply === null) return false;
  return (
    'command' in reply && 'params' in reply && 'prompt' in reply && 'findings' in reply && 'pictures' in reply
  );
}

const corrupt = (key: string) =>
  new MemoryError({
    code: 'corrupt',
    what: 'A remembered value is not of the form that dotp writes.',
    where: key,
    fix: 'Forget this channel, or restore the store from a copy.',
  });
