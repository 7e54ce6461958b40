import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editedText, readReplacement } from '../../src/analysis/edited-text.ts';

test.each([
  ['France->Italy', 'France', 'Italy'],
  [' France  →  New York ', 'France', 'New York'],
  ['a=>b', 'a', 'b'],
  ['a–>b', 'a', 'b'],
  ['a-->b', 'a', 'b'],
  ['well-known->new', 'well-known', 'new'],
  ['gone->', 'gone', ''],
])('%j is read', (typed, from, to) => {
  expect(readReplacement(typed)).toEqual({ from, to });
});

test.each(['France', '->Italy', 'a->b->c', '', 'a-b', 'a > b'])('%j is no replacement', (typed) => {
  expect(readReplacement(typed)).toBeUndefined();
});

const edit = (text: string, ...typed: string[]) =>
  editedText(
    text,
    typed.flatMap((each) => readReplacement(each) ?? []),
  );

test.each([
  ['The cat sat by the catalogue', ['cat->dog'], 'The dog sat by the catalogue'],
  ['cat, cat and Cat', ['cat->dog'], 'dog, dog and Cat'],
  ['Anna met Ben. Ben met Anna.', ['Anna->Ben', 'Ben->Anna'], 'Ben met Anna. Anna met Ben.'],
  ['uncatlike', ['cat->dog'], 'undoglike'],
  ['the red red ball', ['red->'], 'the ball'],
  ['red ball', ['red->'], 'ball'],
  ['été', ['t->p'], 'épé'],
  ['a $& b', ['b->$&'], 'a $& $&'],
])('%j with %j', (text, typed, expected) => {
  expect(edit(text, ...typed)).toMatchObject({ text: expected });
});

test('how often, and whether inside longer words, is told', () => {
  expect(edit('cat, cat', 'cat->dog')).toMatchObject({ replaced: [{ times: 2, inWords: false }] });
  expect(edit('uncatlike', 'cat->dog')).toMatchObject({ replaced: [{ times: 1, inWords: true }] });
});

test('what is not there, and what meets, is refused by name', () => {
  expect(edit('The capital of France', 'Frence->Italy')).toEqual({ fault: 'not-found', from: 'Frence' });
  expect(edit('New York City', 'New York->Rome', 'York City->Bern')).toEqual({
    fault: 'overlap',
    from: 'York City',
    other: 'New York',
  });
});

/** The slow way: word by word. */
test('whole words are exchanged as word by word', () => {
  const word = fc.constantFrom('Anna', 'Ann', 'An', 'cat', 'cats', 'a');
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), word, word, (words, from, to) => {
      const found = editedText(words.join(' '), [{ from, to }]);
      if (!words.includes(from)) return; // then pieces of words may be found
      expect(found).toMatchObject({
        text: words.map((each) => (each === from ? to : each)).join(' '),
        replaced: [{ times: words.filter((each) => each === from).length }],
      });
    }),
  );
});
