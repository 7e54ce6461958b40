import { keyOf } from './keys.ts';
import type { Person } from './people.ts';
import type { Space } from './store.ts';
import { turnTime } from './turn-time.ts';

/** Something that a channel's model is to keep in mind. */
export interface Anchor {
  /** Its own in the channel. */
  readonly name: string;
  readonly text: string;
  /** What is left of its weight after each answer, 0..1. */
  readonly persistence: number;
  readonly by: Person;
  /** When it was set, milliseconds since 1970; later than every answer before it. */
  readonly at: number;
}

export interface StandingAnchor extends Anchor {
  /** Answers that the model gave in the channel, its threads included, since the anchor was set. */
  readonly turns: number;
}

/** The anchors of a channel, which all its threads share. */
export interface AnchorFacts {
  /** Under a name that is there already it takes that one's place, and begins anew. */
  set(anchor: Omit<Anchor, 'at'>): Promise<void>;
  /** @returns whether there was one */
  drop(name: string): Promise<boolean>;
  /** In the order of setting. */
  all(): Promise<readonly StandingAnchor[]>;
  /** The model gave the answer kept under this turn id; told again it counts once. */
  answered(turn: string): Promise<void>;
}

/** Name of the channel's space that holds them. */
export const ANCHORS = 'anchors';

/**
 * @param space  a key a fact: `anchor/<name>`, and `answered/<key of the turn>` for each answer since the oldest anchor
 * @param facts  the session's facts, where a turn's key is found
 */
export function anchorFacts(space: Space, facts: Space, clock: () => number): AnchorFacts {
  async function kept(): Promise<Anchor[]> {
    const values = await Promise.all((await space.keys('anchor/')).map((key) => space.get(key)));
    return values.filter(isAnchor).sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1));
  }
  const answers = () => space.keys('answered/');
  return {
    set: ({ name, text, persistence, by: { id, name: called } }) =>
      space.set(keyOf('anchor', name), { name, text, persistence, by: { id, name: called }, at: clock() }),
    async drop(name) {
      const there = (await space.get(keyOf('anchor', name))) !== undefined;
      await space.delete(keyOf('anchor', name));
      return there;
    },
    async all() {
      const [anchors, given] = await Promise.all([kept(), answers()]);
      const times = given.map(timeOf);
      return anchors.map((anchor) => ({ ...anchor, turns: times.filter((at) => at > anchor.at).length }));
    },
    async answered(turn) {
      const anchors = await kept();
      const oldest = anchors[0]?.at ?? Number.POSITIVE_INFINITY;
      for (const key of await answers()) if (timeOf(key) < oldest) await space.delete(key);
      const key = await facts.get(keyOf('id', turn));
      if (anchors.length > 0 && typeof key === 'string') await space.set(`answered/${key}`, true);
    },
  };
}

const timeOf = (key: string): number => turnTime(key.slice('answered/'.length));

/** Of another form: a later version's, which is passed over. */
export const isAnchor = (value: unknown): value is Anchor =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'text' in value &&
  typeof value.text === 'string' &&
  'persistence' in value &&
  typeof value.persistence === 'number' &&
  'at' in value &&
  typeof value.at === 'number' &&
  'by' in value;
