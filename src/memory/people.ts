import { keyOf } from './keys.ts';
import type { Space } from './store.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** Somebody in a session; times in milliseconds since 1970. */
export interface Participant extends Person {
  readonly joined: number;
  /** Absent while the person takes part. */
  readonly left?: number;
}

interface Moment {
  readonly by: Person;
  readonly at: number;
}

/** Who takes part in a session, and whether it is going on. */
export interface SessionPeople {
  /** Coming back keeps the first time of joining. */
  join(person: Person, at: number): Promise<void>;
  leave(id: string, at: number): Promise<void>;
  /** In the order of joining. */
  participants(): Promise<readonly Participant[]>;
  /** Opens a closed one again. */
  open(by: Person, at: number): Promise<void>;
  close(by: Person, at: number): Promise<void>;
  standing(): Promise<{ readonly opened?: Moment; readonly closed?: Moment }>;
}

/** @param people  `joined/<person>`, `left/<person>`, `opened`, `closed`: a key a fact */
export function sessionPeople(people: Space): SessionPeople {
  return {
    async join({ id, name }, at) {
      const before = await people.get(keyOf('joined', id));
      if (!isParticipant(before)) await people.set(keyOf('joined', id), { id, name, joined: at });
      await people.delete(keyOf('left', id));
    },
    leave: (id, at) => people.set(keyOf('left', id), at),
    async participants() {
      const keys = (await people.lastKeys(Number.MAX_SAFE_INTEGER)).filter((key) =>
        key.startsWith('joined/'),
      );
      const all = await Promise.all(
        keys.map(async (key): Promise<Participant | undefined> => {
          const found = await people.get(key);
          if (!isParticipant(found)) return undefined;
          const left = await people.get(keyOf('left', found.id));
          return typeof left === 'number' ? { ...found, left } : found;
        }),
      );
      return all
        .filter((found) => found !== undefined)
        .sort((a, b) => a.joined - b.joined || (a.id < b.id ? -1 : 1));
    },
    async open({ id, name }, at) {
      await people.set('opened', { by: { id, name }, at });
      await people.delete('closed');
    },
    close: ({ id, name }, at) => people.set('closed', { by: { id, name }, at }),
    async standing() {
      const [opened, closed] = await Promise.all([people.get('opened'), people.get('closed')]);
      return { ...(isMoment(opened) && { opened }), ...(isMoment(closed) && { closed }) };
    },
  };
}

const isPerson = (value: unknown): value is Person =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'name' in value &&
  typeof value.name === 'string';

const isParticipant = (value: unknown): value is Participant =>
  isPerson(value) && 'joined' in value && typeof value.joined === 'number';

const isMoment = (value: unknown): value is Moment =>
  typeof value === 'object' &&
  value !== null &&
  'by' in value &&
  isPerson(value.by) &&
  'at' in value &&
  typeof value.at === 'number';
