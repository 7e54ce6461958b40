import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completeLine } from '../../../src/chat/web/complete.ts';
import { commandCards } from '../../../src/dispatch/command-cards.ts';
import { readMessage } from '../../../src/dispatch/message.ts';
import { readCommands } from '../../../src/dispatch/registry.ts';

const commands = await readCommands();
const cards = commandCards(commands);
const offered = (before: string) => completeLine(before, cards).choices.map(({ text }) => text);
const taken = (before: string, i = 0) => {
  const { from, choices } = completeLine(before, cards);
  return before.slice(0, from) + (choices[i]?.text ?? '');
};

test.each([
  ['.p/reflect.tr', '.p/reflect.trace '],
  ['p/reflect.tr', '.p/reflect.trace '],
  ['/p reflect.tr', '.p/reflect.trace '],
  ['reflect.tr', '.p/reflect.trace '],
  ['.p/help\n.p/reflect.le', '.p/help\n.p/reflect.lens '],
  ['.p/reflect.trace{ta', '.p/reflect.trace{target='],
  ['.p/reflect.trace{target=mem', '.p/reflect.trace{target=memory'],
  ['.p/reflect.trace{depth=3, top', '.p/reflect.trace{depth=3, top='],
])('%s becomes %s', (typed, whole) => {
  expect(taken(typed)).toBe(whole);
});

test('a parameter is not offered twice', () => {
  expect(offered('.p/reflect.trace{depth=3, ')).not.toContain('depth=');
  expect(offered('.p/reflect.trace{')).toContain('depth=');
});

test.each([
  '',
  'The capital of France is',
  '.p/reflect.trace The cap',
  '.p/reflect.trace{depth=3} Th',
  '.p/reflect.trace{against="Sa',
  '.p/no.such{de',
])('nothing is offered while one writes “%s”', (typed) => {
  expect(offered(typed)).toEqual([]);
});

test('every name, and every value of a choice, reads back as a command', () => {
  for (const { path, params, needs } of cards) {
    const prompt = needs === 'prompt' ? 'The capital of France is' : '';
    expect(offered(`.p/${path}`)).toContain(`.p/${path} `);
    for (const { name, choices = [] } of params)
      for (const value of choices) {
        expect(offered(`.p/${path}{${name}=${value}`)).toContain(value);
        expect(() => readMessage(`.p/${path}{${name}=${value}} ${prompt}`, commands)).not.toThrow();
      }
  }
});

test('whatever is typed, a choice goes in where the cursor is or before it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (tail) => {
      const typed = `.p/reflect.trace{${tail}`;
      const { from, choices } = completeLine(typed, cards);
      expect(from).toBeLessThanOrEqual(typed.length);
      expect(choices.length).toBeLessThanOrEqual(8);
    }),
    { numRuns: 50 },
  );
});
