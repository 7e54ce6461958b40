/** Ids of controls that nobody was given, or that belong elsewhere. */
import fc from 'fast-check';
import { writeAnswerId } from '../../../src/chat/answer-id.ts';
import { hostileWords } from './text.ts';

/** What a forger has seen. */
export interface Known {
  /** Honest ids of this channel, as they stand in it. */
  readonly own: readonly string[];
  /** Honest ids of another channel. */
  readonly others: readonly string[];
  /** This channel, as ids are signed for it. */
  readonly channel: string;
}

export type Forge = (known: Known) => string;

const at = (ids: readonly string[], index: number): string => ids[index % Math.max(1, ids.length)] ?? '';

/** One character replaced by another, which may change nothing else. */
const flipped = (id: string, place: number): string => {
  const i = place % Math.max(1, id.length);
  const other = id[i] === 'A' ? 'B' : 'A';
  return `${id.slice(0, i)}${other}${id.slice(i + 1)}`;
};

const index = fc.nat(10_000);
const WRONG_KEY = new Uint8Array(32).fill(9);
const ACTIONS = ['toggle', 'deeper', 'fork', 'rerun', 'stop', 'json', 'head', 'token', 'word'] as const;

/** None of these may be taken, whatever is known. */
export const forgedId: fc.Arbitrary<Forge> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(index, index).map(
      ([i, place]): Forge =>
        ({ own }) =>
          flipped(at(own, i), place),
    ),
  },
  {
    weight: 3,
    arbitrary: index.map(
      (i): Forge =>
        ({ others }) =>
          at(others, i),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(index, fc.integer({ min: 0, max: 99 })).map(
      ([i, end]): Forge =>
        ({ own }) =>
          at(own, i).slice(0, Math.min(end, at(own, i).length - 1)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...ACTIONS).map(
      (action): Forge =>
        ({ channel }) =>
          writeAnswerId({ action, turn: 'made.0' }, channel, WRONG_KEY),
    ),
  },
  // Another action with the signature of an honest one, another turn, another argument, another version.
  {
    weight: 2,
    arbitrary: fc.tuple(index, fc.constantFrom('s', 'x', 'T')).map(
      ([i, letter]): Forge =>
        ({ own }) =>
          at(own, i)
            .replace(/^1~[a-r]/, `1~${letter}`)
            .replace(/$/, letter),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(index, index).map(
      ([i, n]): Forge =>
        ({ own }) =>
          at(own, i).replace(/^(1~\w~)[^~]*/, `$1${n}.0`),
    ),
  },
  {
    weight: 1,
    arbitrary: index.map(
      (i): Forge =>
        ({ own }) =>
          at(own, i).replace(/~[^~]*(~[^~]*)$/, '~L9H9$1'),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(index, fc.constantFrom('0~', '2~', '999~', '1~1~', '~')).map(
      ([i, version]): Forge =>
        ({ own }) =>
          at(own, i).replace(/^1~/, version),
    ),
  },
  {
    weight: 2,
    arbitrary: hostileWords.map(
      (text): Forge =>
        () =>
          text.slice(0, 200) || '~',
    ),
  },
);
