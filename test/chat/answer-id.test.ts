import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnswerId, MAX_ANSWER_ID, readAnswerId, writeAnswerId } from '../../src/chat/answer-id.ts';
import { ChatError } from '../../src/chat/errors.ts';

const KEY = new Uint8Array(32).fill(7);
const CHANNEL = 'C024BE91L';
const turns = fc.stringMatching(/^[A-Za-z0-9:._-]{1,56}$/);
const channels = fc.stringMatching(/^[A-Z0-9]{1,22}$/);
const answers: fc.Arbitrary<AnswerId> = fc.record(
  {
    action: fc.constantFrom('toggle', 'deeper', 'fork', 'rerun', 'stop', 'json', 'head', 'token', 'word'),
    turn: turns,
    argument: fc.constantFrom('L5H1', 'L31H15@4000', '17'),
  },
  { requiredKeys: ['action', 'turn'] },
);

/** What reading an id that must not pass ends with. */
function refusal(id: string, channel = CHANNEL, key = KEY): string {
  try {
    readAnswerId(id, channel, key);
  } catch (error) {
    if (error instanceof ChatError) return error.code;
    throw error;
  }
  return 'taken';
}

test('an id is its fields and the first 12 bytes of an HMAC over them and the channel', () => {
  const body = '1~h~1700000000.000100:U1~L5H1';
  const mac = createHmac('sha256', KEY).update(`9:C024BE91L:${body}`).digest('base64url').slice(0, 16);
  const answer = { action: 'head', turn: '1700000000.000100:U1', argument: 'L5H1' } as const;
  expect(writeAnswerId(answer, CHANNEL, KEY)).toBe(`${body}~${mac}`);
});

test('what was written is read, within the limit of every platform', () => {
  fc.assert(
    fc.property(answers, channels, (answer, channel) => {
      const id = writeAnswerId(answer, channel, KEY);
      expect(id.length).toBeLessThanOrEqual(MAX_ANSWER_ID);
      expect(readAnswerId(id, channel, KEY)).toEqual(answer);
    }),
  );
});

test('one changed character is refused', () => {
  fc.assert(
    fc.property(answers, fc.nat(), fc.stringMatching(/^[ -~]$/), (answer, where, letter) => {
      const id = writeAnswerId(answer, CHANNEL, KEY);
      const at = where % id.length;
      fc.pre(id[at] !== letter);
      expect(refusal(id.slice(0, at) + letter + id.slice(at + 1))).not.toBe('taken');
    }),
    { numRuns: 500 },
  );
});

test('an id of another channel, of another installation or made up is refused in words', () => {
  const id = writeAnswerId({ action: 'json', turn: 'Ev1' }, CHANNEL, KEY);
  expect(refusal(id, 'C0OTHER')).toBe('answer-id-refused');
  expect(refusal(id, CHANNEL, new Uint8Array(32))).toBe('answer-id-refused');
  expect(() => readAnswerId('drop table', CHANNEL, KEY)).toThrow(
    'This button does not belong to an answer of this channel. Send the command again here.',
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(refusal(text)).not.toBe('taken');
    }),
  );
});

test('an id of a later version is told apart', () => {
  const id = writeAnswerId({ action: 'stop', turn: 'Ev1' }, CHANNEL, KEY);
  expect(refusal(`2${id.slice(1)}`)).toBe('answer-id-outdated');
});

test('the same characters split differently are another id', () => {
  const id = writeAnswerId({ action: 'stop', turn: '1' }, 'C1', KEY);
  expect(refusal(id, 'C')).toBe('answer-id-refused');
  expect(() => writeAnswerId({ action: 'stop', turn: 'a~b' }, 'C1', KEY)).toThrow(RangeError);
  expect(() => writeAnswerId({ action: 'head', turn: 'a', argument: 'L1~' }, 'C1', KEY)).toThrow(RangeError);
});
