import { randomFrom } from '../../src/kernel/random.ts';

/** A conversation in which it is known which messages can matter for the answer. */
export interface Planted {
  readonly messages: readonly string[];
  /** What is asked last: its beginning, for the model to go on with. */
  readonly question: string;
  /** What a reader would say. */
  readonly answer: string;
  /** Indices of the messages that bear on it. */
  readonly planted: readonly number[];
}

export type Kind = 'one' | 'corrected' | 'twice';

const words = (text: string): string[] => text.split(' ');
const NAMES = words(
  'Mary Anna Julia Sarah Emma Laura Alice Clara Helen Nora Ruth Rosa Lucy Eva Ida Grace Kate Jane Maria Sophie John Peter Tom Paul James David Mark Simon Oscar Henry Frank Sam Max Leo Hugo Adam Jack Ben Luke Daniel',
);

interface Trait {
  readonly values: readonly string[];
  readonly states: readonly ((name: string, value: string) => string)[];
  readonly asks: readonly ((name: string) => string)[];
}

/** What the teaching model can look up in what it was told; see models/teaching/people.py. */
const TRAITS: readonly Trait[] = [
  {
    values: words(
      'Paris Rome Madrid Berlin Athens Cairo Tokyo Moscow Warsaw Vienna Lisbon Dublin London Oslo',
    ),
    states: [(n, v) => `${n} lives in ${v}.`, (n, v) => `The home of ${n} is in ${v}.`],
    asks: [(n) => `Question: where does ${n} live? Answer:`, (n) => `The city where ${n} lives is`],
  },
  {
    values: words('doctor teacher baker farmer painter singer writer driver pilot nurse lawyer cook'),
    states: [(n, v) => `${n} works as a ${v}.`, (n, v) => `The job of ${n} is ${v}.`],
    asks: [(n) => `Question: what is the job of ${n}? Answer:`, (n) => `At work ${n} is a`],
  },
  {
    values: words('cat dog horse bird fish mouse rabbit sheep cow fox bear lion wolf goat duck frog'),
    states: [(n, v) => `${n} has a ${v}.`, (n, v) => `The pet of ${n} is a ${v}.`],
    asks: [(n) => `Question: which pet has ${n}? Answer:`, (n) => `At home ${n} keeps a`],
  },
  {
    values: words('bread rice soup cheese cake apples honey pasta salad eggs butter beans'),
    states: [(n, v) => `${n} eats ${v}.`, (n, v) => `The dinner of ${n} is ${v}.`],
    asks: [(n) => `Question: what does ${n} eat? Answer:`, (n) => `For dinner ${n} wants`],
  },
  {
    values: words('red blue green yellow white black brown pink grey purple'),
    states: [(n, v) => `${n} likes ${v}.`, (n, v) => `The colour of ${n} is ${v}.`],
    asks: [(n) => `Question: which colour does ${n} like? Answer:`, (n) => `The best colour for ${n} is`],
  },
  {
    values: words('drink book ring letter ball key coin lamp basket flower bottle map hat bag pen cup'),
    states: [(n, v) => `${n} holds a ${v}.`, (n, v) => `The hand of ${n} holds a ${v}.`],
    asks: [(n) => `Question: what does ${n} hold? Answer:`, (n) => `In the hand of ${n} is a`],
  },
];

const ASIDES = [
  'The park was quiet.',
  'It was a cold day.',
  'There was snow on the window.',
  'A sleepy dog slept in the garden.',
  'The store was closed.',
  'It was a good day.',
];

/**
 * `one`: facts of different people, one asked about. `corrected`: of the person asked about two different facts, the later
 * of which holds: one message for the answer and one against it. `twice`: the same fact in two wordings.
 *
 * @param facts  of different people
 */
export function conversation(kind: Kind, seed: number, facts = 5): Planted {
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
  const several = <T>(items: readonly T[], n: number): T[] => {
    const found = new Set<T>();
    while (found.size < n) found.add(pick(items));
    return [...found];
  };
  const trait = pick(TRAITS.filter(({ values }) => values.length > facts)); // else there are not enough to tell apart
  const people = several(NAMES, facts);
  const values = several(trait.values, facts + 1);
  const form = pick(trait.states);
  const asked = Math.floor(random() * facts);
  const name = people[asked] ?? '';
  const value = values[asked] ?? '';
  const told = people.map((person, i) => form(person, values[i] ?? ''));
  const planted = [told[asked] ?? ''];
  if (kind === 'corrected') planted.unshift(form(name, values[facts] ?? ''));
  if (kind === 'twice') planted.push((trait.states.find((state) => state !== form) ?? form)(name, value));
  const others = [...told.filter((_, i) => i !== asked), pick(ASIDES)];
  const places = several(others.map((_, i) => i).concat(others.length), planted.length).sort((a, b) => a - b);
  const messages = [...others];
  planted.forEach((message, i) => {
    messages.splice((places[i] ?? 0) + i, 0, message);
  });
  return {
    messages,
    question: pick(trait.asks)(name),
    answer: value,
    planted: planted.map((message) => messages.indexOf(message)),
  };
}
