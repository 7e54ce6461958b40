import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeAnswerId } from '../../../src/chat/answer-id.ts';
import { WebError } from '../../../src/chat/web/errors.ts';
import { hear, isSession } from '../../../src/chat/web/hear.ts';
import { DotpError } from '../../../src/kernel/errors.ts';

const KEY = new Uint8Array(32).fill(7);
const SESSION = 'abcdefghijklmnopqrstuv';
const PERSON = { id: 'pppppppppppppppppppppp', name: 'Ann' };
const ID = '0123456789abcdef';
const how = { key: KEY, manages: false, now: 5 };
const control = (session = SESSION) =>
  writeAnswerId({ action: 'head', turn: 'web-x.0', argument: 'L5H1' }, session, KEY);

test('what is typed is an event of its session', () => {
  expect(hear(SESSION, { id: ID, person: PERSON, text: ' .p/help ' }, how)).toEqual({
    id: `web-${ID}`,
    platform: 'web',
    workspace: 'web',
    channel: SESSION,
    person: PERSON,
    way: 'message',
    text: ' .p/help ',
    receivedAt: 5,
    address: { manages: false },
  });
});

test('a control says what it is about', () => {
  const event = hear(SESSION, { id: ID, person: PERSON, control: control() }, how);
  expect(event).toMatchObject({
    way: 'select',
    text: 'head L5H1',
    address: { action: 'head', turn: 'web-x.0', argument: 'L5H1' },
  });
});

test('a control of another session, or one that was made up, does nothing', () => {
  const sent = { id: ID, person: PERSON };
  for (const forged of [control('bbbbbbbbbbbbbbbbbbbbbb'), `${control().slice(0, -1)}_`, '', 7, null])
    expect(() => hear(SESSION, { ...sent, control: forged }, how)).toThrow(DotpError);
});

test.each([
  ['no body', undefined],
  ['no person', { id: ID, text: 'x' }],
  ['a short id', { id: 'x', person: PERSON, text: 'x' }],
  ['an id with a path in it', { id: '../../../../../../etc', person: PERSON, text: 'x' }],
  ['no text', { id: ID, person: PERSON }],
  ['blank text', { id: ID, person: PERSON, text: ' \n ' }],
  ['text that is none', { id: ID, person: PERSON, text: { toString: 1 } }],
  ['text that is too long', { id: ID, person: PERSON, text: 'x'.repeat(8_001) }],
])('%s is refused', (_, sent) => {
  expect(() => hear(SESSION, sent, how)).toThrow(WebError);
});

test('names are shown as names: nothing that hides, reorders or breaks the line', () => {
  const name = (given: unknown) =>
    hear(SESSION, { id: ID, person: { id: PERSON.id, name: given }, text: 'x' }, how).person.name;
  expect(name('A\u202en\u200bn\n')).toBe('Ann');
  expect(name('')).toBe('somebody');
  expect(name({})).toBe('somebody');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (given) => {
      expect(name(given)).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{1,40}$/u);
    }),
    { numRuns: 50 },
  );
});

test('whatever is sent is an event or a coded refusal', () => {
  fc.assert(
    fc.property(fc.anything(), (sent) => {
      try {
        hear(SESSION, sent, how);
      } catch (error) {
        expect(error).toBeInstanceOf(DotpError);
      }
    }),
  );
});

test('a session is 22 letters', () => {
  expect(['', 'short', `${SESSION}x`, '../'.padEnd(22, 'a'), SESSION].map(isSession)).toEqual([
    false,
    false,
    false,
    false,
    true,
  ]);
});
