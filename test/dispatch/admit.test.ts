import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AdmitFacts, admit } from '../../src/dispatch/admit.ts';
import type { ChatEvent } from '../../src/kernel/chat-event.ts';
import { type Limits, RUN_WINDOW } from '../../src/kernel/limits.ts';

const NOW = 1_000_000;
const event = (more: Partial<ChatEvent> = {}): ChatEvent => ({
  id: 'e',
  platform: 'web',
  workspace: 'w',
  channel: 'c',
  person: { id: 'p', name: 'Ada' },
  way: 'command',
  text: 'The capital of France is',
  receivedAt: NOW,
  address: {},
  ...more,
});

const facts = (more: Partial<AdmitFacts> = {}): AdmitFacts => ({
  channel: {},
  roles: [],
  person: {},
  runs: { channel: [], person: [] },
  ...more,
});

const code = (given: Partial<AdmitFacts>, more: Partial<ChatEvent> = {}): string => {
  const answer = admit(facts(given), event(more), NOW);
  return answer === 'ok' ? 'ok' : answer.code;
};

test('without limits everything is let in', () => {
  expect(code({ runs: { channel: Array(500).fill(NOW), person: Array(500).fill(NOW) } })).toBe('ok');
});

test('who may ask: the person’s own word, then the roles’, then the channel’s', () => {
  const no: Limits = { allowed: false };
  const yes: Limits = { allowed: true };
  expect(code({ channel: no })).toBe('not-allowed');
  expect(code({ channel: no, roles: [no, yes] })).toBe('ok');
  expect(code({ channel: yes, roles: [{}, no] })).toBe('not-allowed');
  expect(code({ channel: no, roles: [{}] })).toBe('not-allowed');
  expect(code({ roles: [yes], person: no })).toBe('not-allowed');
  expect(code({ channel: no, roles: [no], person: yes })).toBe('ok');
});

test('a quiet channel answers what is addressed to the bot, and refuses the rest without a word', () => {
  const channel = { quiet: true };
  expect(admit(facts({ channel }), event({ way: 'message' }), NOW)).toEqual({
    code: 'quiet',
    words: undefined,
  });
  for (const way of ['command', 'mention', 'button', 'select', 'shortcut'] as const)
    expect(code({ channel }, { way })).toBe('ok');
  expect(code({ person: { quiet: true } }, { way: 'message' })).toBe('ok'); // of a channel only
  expect(code({ channel, asks: { talks: false } }, { way: 'message' })).toBe('ok'); // a command
  expect(code({ channel, asks: { talks: true } }, { way: 'message' })).toBe('quiet');
});

test('lengths and samples: the channel’s limit and the person’s both hold', () => {
  const text = '🝚'.repeat(10); // ten characters, twenty UTF-16 units
  expect(code({ channel: { promptLength: 10 } }, { text })).toBe('ok');
  expect(code({ channel: { promptLength: 9 }, person: { promptLength: 99 } }, { text })).toBe('too-long');
  expect(code({ roles: [{ promptLength: 5 }, { promptLength: 12 }, {}] }, { text })).toBe('ok');
  expect(code({ roles: [{ promptLength: 12 }], person: { promptLength: 5 } }, { text })).toBe('too-long');
  expect(code({ channel: { samples: 4 }, asks: { samples: 5 } })).toBe('too-many-samples');
  expect(code({ channel: { promptLength: 3 }, asks: { promptLength: 3 } })).toBe('ok');
});

test('a refusal says what holds, and when to ask again', () => {
  const runs = { channel: [NOW - 59_000, NOW - 10_000], person: [NOW - 59_000] };
  expect(admit(facts({ channel: { runsPerMinute: 2 }, runs }), event(), NOW)).toEqual({
    code: 'channel-busy',
    words: 'This channel has asked 2 times within a minute. Ask again in 1 s.',
    wait: 1000,
  });
  expect(admit(facts({ person: { runsPerMinute: 1 }, runs }), event(), NOW)).toMatchObject({
    code: 'person-busy',
    wait: 1000,
  });
  expect(code({ channel: { runsPerMinute: 0 } })).toBe('not-allowed');
});

const limits: fc.Arbitrary<Limits> = fc.record(
  {
    allowed: fc.boolean(),
    runsPerMinute: fc.nat(6),
    promptLength: fc.nat(40),
    samples: fc.nat(5),
    quiet: fc.boolean(),
  },
  { requiredKeys: [] },
);
const times = fc.array(fc.integer({ min: NOW - 2 * RUN_WINDOW, max: NOW }), { maxLength: 8 });
const anyFacts: fc.Arbitrary<AdmitFacts> = fc.record({
  channel: limits,
  roles: fc.array(limits, { maxLength: 3 }),
  person: limits,
  runs: fc.record({ channel: times, person: times }),
  asks: fc.record({ samples: fc.nat(6) }),
});
const way = fc.constantFrom('command', 'message', 'mention', 'button');

test('runs let in one after another never exceed the limit in any window, and waiting as told lets in', () => {
  const steps = fc.array(fc.nat(20_000), { maxLength: 60 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 5 }), (gaps, most) => {
      const runs: number[] = [];
      let now = NOW;
      for (const gap of gaps) {
        now += gap;
        const asked = facts({ channel: { runsPerMinute: most }, runs: { channel: runs, person: [] } });
        const answer = admit(asked, event(), now);
        const within = runs.filter((at) => now - at < RUN_WINDOW).length;
        expect(answer === 'ok').toBe(within < most); // counted the slow way
        if (answer === 'ok') runs.push(now);
        else {
          expect(admit(asked, event(), now + (answer.wait ?? 0))).toBe('ok');
          expect(admit(asked, event(), now + (answer.wait ?? 0) - 1)).not.toBe('ok');
        }
      }
    }),
  );
});

test('what is asked less, or later, is refused no more; a refusal has words unless it is silence', () => {
  fc.assert(
    fc.property(anyFacts, way, fc.string({ maxLength: 60 }), (given, how, text) => {
      const answer = admit(given, event({ way: how, text }), NOW);
      expect(admit(given, event({ way: how, text }), NOW)).toEqual(answer);
      if (answer !== 'ok') {
        expect(answer.words === undefined).toBe(answer.code === 'quiet');
        expect(answer.words ?? '').not.toMatch(/Infinity|NaN|undefined/);
        return;
      }
      expect(admit({ ...given, asks: {} }, event({ way: how, text: text.slice(1) }), NOW)).toBe('ok');
      expect(admit({ ...given, runs: { channel: [], person: [] } }, event({ way: how, text }), NOW)).toBe(
        'ok',
      );
      expect(admit(given, event({ way: how, text }), NOW + RUN_WINDOW)).toBe('ok');
    }),
    { numRuns: 500 },
  );
});
