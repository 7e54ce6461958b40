import { expect, test } from 'vitest';
import { identityPrompt, sameWord } from '../../src/analysis/identity-prompt.ts';
import { crossingOf, leadingTokens, type SelfRuns, selfReading } from '../../src/analysis/self-reading.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { tensor } from '../../src/kernel/tensor.ts';

const WORDS = [' cat', ' dog', ' hello', ' the'];
const names = new Map(WORDS.map((text, i) => [tokenId(i), { id: tokenId(i), text }]));
const logitsOf = (...probs: number[]) => probs.map(Math.log);

/** Two layers, two random vectors each; probabilities of the four words as written. */
const runs: SelfRuns = {
  unpatched: Float32Array.from(logitsOf(0.1, 0.1, 0.6, 0.2)),
  states: tensor(
    [2, 4],
    Float32Array.from([...logitsOf(0.7, 0.1, 0.1, 0.1), ...logitsOf(0.2, 0.1, 0.5, 0.2)]),
  ),
  random: tensor(
    [2, 2, 4],
    Float32Array.from(
      [
        logitsOf(0.1, 0.2, 0.1, 0.6),
        logitsOf(0.3, 0.1, 0.1, 0.5),
        logitsOf(0.1, 0.7, 0.1, 0.1),
        logitsOf(0.1, 0.1, 0.1, 0.7),
      ].flat(),
    ),
  ),
};
const cat = { id: tokenId(0), text: ' cat' };

test('a reading is the softmax of its row, beside the same word in both controls', () => {
  const { layers, unpatched, strongest, shown } = selfReading('is', runs, cat, names);
  expect(unpatched.top.text).toBe(' hello');
  expect(unpatched.target).toBeCloseTo(0.1, 6);
  expect(layers[0]?.top.map(({ text }) => text)[0]).toBe(' cat');
  expect(layers[0]?.target).toBeCloseTo(0.7, 6);
  expect(layers[0]?.random).toBeCloseTo(0.2, 6);
  expect(layers[0]?.control.random).toBeCloseTo(0.2, 6);
  expect(layers[0]?.control.unpatched).toBeCloseTo(0.1, 6);
  expect([layers[0]?.given, layers[1]?.given]).toEqual([null, 'unpatched']);
  expect([strongest, shown]).toEqual([0, 0]);
});

test('a word that a random vector gives too is flagged as given by it', () => {
  const dog = {
    ...runs,
    states: tensor(
      [2, 4],
      Float32Array.from([...logitsOf(0.1, 0.7, 0.1, 0.1), ...logitsOf(0.1, 0.7, 0.1, 0.1)]),
    ),
  };
  const { layers } = selfReading('is', dog, cat, names);
  expect(layers.map(({ given }) => given)).toEqual([null, 'random']);
});

test('a target above its controls nowhere has no strongest layer; the layer asked for is shown', () => {
  const the = { id: tokenId(3), text: ' the' };
  expect(selfReading('says', runs, the, names)).toMatchObject({ strongest: null, shown: 1 });
  expect(selfReading('is', runs, the, names)).toMatchObject({ strongest: null, shown: 0 });
  const hello = { id: tokenId(2), text: ' hello' }; // above the random vectors, not above the bare prompt
  expect(selfReading('is', runs, hello, names)).toMatchObject({ strongest: null });
  expect(selfReading('is', runs, cat, names, 1)).toMatchObject({ strongest: 0, shown: 1 });
});

test('every word that has to be named is asked for', () => {
  expect(leadingTokens(runs).toSorted()).toEqual([0, 1, 2, 3]);
});

test('curves cross where the second leads clearly for good', () => {
  const curve = (...targets: number[]) =>
    targets.map((target) => ({
      top: [],
      target,
      random: 0,
      control: { random: 0, unpatched: 0 },
      given: null,
    }));
  expect(crossingOf(curve(0.7, 0.5, 0, 0), curve(0, 0.6, 0.2, 0.9))).toBe(1);
  expect(crossingOf(curve(0.7, 0.5, 0, 0), curve(0, 0.6, 0.04, 0.9))).toBe(3);
  expect(crossingOf(curve(0.7, 0.5), curve(0.1, 0.5))).toBeNull();
});

test('words are the same whatever space stands in front; blanks alone are compared as they are', () => {
  expect(sameWord({ text: ' Mary' }, { text: 'Mary' })).toBe(true);
  expect(sameWord({ text: ' Mary' }, { text: ' mary' })).toBe(false);
  expect(sameWord({ text: ' ' }, { text: '\n' })).toBe(false);
});

test('a closed world gets an identity prompt of its own words, if it knows them all', () => {
  const known = new Set(['water', 'Grace', 'six', 'hat']);
  expect(identityPrompt({ worldWords: known }).fits).toBe('closed world');
  expect(identityPrompt({ worldWords: new Set(['water']) }).fits).toBe('any text');
  expect(identityPrompt({}).before).toContain('1135 -> 1135');
});
