import { expect, test } from 'vitest';
import { againstOf } from '../../src/dispatch/against.ts';

const prompt = { text: 'When Mary and John went to the store, John gave a drink to', tokens: [] };

test.each([
  ['auto', 'auto'],
  ['none', 'none'],
  ['John', 'rival'],
  ['the store', 'rival'],
  ['New York', 'rival'],
  ['When Mary and Sarah went to the store, Sarah gave a drink to', 'prompt'],
  ['When Anna and John went to the shop', 'prompt'],
])('%s is meant as %s', (text, kind) => {
  expect(againstOf(text, prompt).kind).toBe(kind);
});

test('a one-word prompt leaves nothing to share', () => {
  expect(againstOf('Paris', { text: 'Paris', tokens: [] }).kind).toBe('rival');
});
