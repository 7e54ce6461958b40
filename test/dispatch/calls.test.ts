import { expect, test } from 'vitest';
import { callsOf, costOf } from '../../src/dispatch/calls.ts';
import { readCommands } from '../../src/dispatch/registry.ts';

const commands = await readCommands();
const cost = (text: string) => costOf(callsOf(text, { commands, talks: true }));

test.each([
  ['.p/help reflect.trace', { usesModel: false, talks: false, promptLength: 0, samples: 0 }],
  ['.p/session.show', { usesModel: false, talks: false, promptLength: 0, samples: 0 }],
  ['toggle', { usesModel: true, talks: false, promptLength: 0, samples: 0 }],
  ['hello 👋', { usesModel: true, talks: true, promptLength: 7, samples: 0 }],
  ['.p/model.info', { usesModel: true, talks: false, promptLength: 0, samples: 0 }],
  [
    '.p/help\n.p/reflect.lens abc\n.p/reflect.lens abcde',
    { usesModel: true, talks: false, promptLength: 5, samples: 0 },
  ],
])('%j costs as much as its dearest command', (text, expected) => {
  expect(cost(text)).toEqual(expected);
});

test('plain words are a mistake where nobody talks', () => {
  expect(() => callsOf('hello', { commands, talks: false })).toThrow('no command');
});
