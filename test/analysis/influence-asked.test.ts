import { expect, test } from 'vitest';
import { type AskedSource, doubtsOfAsked } from '../../src/analysis/influence-asked.ts';

const source = (text: string, effect: number, error: number | null = 0.1): AskedSource => ({
  ...{ text, effect, error },
  linked: Math.abs(effect) > 3,
});

const ANNA = 'Anna lives in Paris.';
const PAUL = 'Paul lives in Rome.';
const ASIDE = 'The park was quiet.';
const QUESTION = 'Question: where does Anna live? Answer:';

test.each<[string, AskedSource[]]>([
  ['rests on what was asked about', [source(ANNA, 8), source(PAUL, -0.5), source(ASIDE, 0)]],
  [
    'the fact in other words too',
    [source(ANNA, 5), source('The home of Anna is Paris.', 4), source(PAUL, -1), source(ASIDE, 0)],
  ],
  ['nobody else is known', [source(PAUL, 8), source(ASIDE, 0)]], // Anna stands nowhere: nothing to tell by
  [
    'against it, but within its error',
    [source(ANNA, 8), source('Anna has a cat.', -0.4, 0.2), source(PAUL, 0), source(ASIDE, 0)],
  ],
  ['nothing is drawn', [source(ANNA, 1), source(PAUL, 2), source(ASIDE, 0)]],
])('no doubt: %s', (_, sources) => {
  expect(doubtsOfAsked(QUESTION, sources)).toEqual([]);
});

test('an answer that rests on somebody else’s fact', () => {
  expect(doubtsOfAsked(QUESTION, [source(ANNA, 0.2), source(PAUL, 9), source(ASIDE, 0)])).toEqual([
    'it rests on “Paul lives in Rome.”, which says nothing of “Anna”',
  ]);
});

test('a piece that names what was asked about and speaks against the answer', () => {
  const sources = [source(ANNA, 9), source('Anna lives in Oslo.', -2), source(PAUL, 0), source(ASIDE, 0)];
  expect(doubtsOfAsked(QUESTION, sources)).toEqual(['“Anna lives in Oslo.” speaks against it']);
});

test('what stands in most pieces tells nothing, nor do short words that are no names', () => {
  const all = [
    source('Anna lives in Paris.', 0),
    source('Anna has a cat.', 0),
    source('The dog of Ida is in Rome.', 9),
  ];
  expect(doubtsOfAsked('The city where Anna lives is', all)).toEqual([
    'it rests on “The dog of Ida is in Rome.”, which says nothing of “lives”',
  ]);
  expect(doubtsOfAsked('What is in it for Anna?', all)).toEqual([]);
});

test('a short name is a name, wherever it stands but first', () => {
  const sources = [
    source('Ida works as a pilot.', 0),
    source('Jane works as a singer.', 6),
    source(ASIDE, 0),
  ];
  expect(doubtsOfAsked('At work Ida is a', sources)).toEqual([
    'it rests on “Jane works as a singer.”, which says nothing of “Ida”',
  ]);
});
