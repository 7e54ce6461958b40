import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliveries } from '../../../src/chat/slack/deliveries.ts';
import { checkSignature, type SignedRequest } from '../../../src/chat/slack/signature.ts';

/** The worked example of Slack's documentation. */
const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const REQUEST = {
  timestamp: '1531420618',
  body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
};
const SENT = 1_531_420_618_000;
const check = (change: Partial<SignedRequest>, now = SENT) =>
  checkSignature({ ...REQUEST, ...change }, SECRET, now, deliveries());

test('the example of the documentation is good', () => {
  expect(check({})).toBe('good');
});

test('five minutes either way, not a second more', () => {
  expect(check({}, SENT + 300_000)).toBe('good');
  expect(check({}, SENT + 301_000)).toBe('old');
  expect(check({}, SENT - 301_000)).toBe('old');
});

test('the same request twice is refused the second time', () => {
  const seen = deliveries();
  expect(checkSignature(REQUEST, SECRET, SENT, seen)).toBe('good');
  expect(checkSignature(REQUEST, SECRET, SENT + 1000, seen)).toBe('replayed');
});

test('a wrong signature does not count as seen', () => {
  const seen = deliveries();
  expect(checkSignature({ ...REQUEST, body: '' }, SECRET, SENT, seen)).toBe('wrong');
  expect(checkSignature(REQUEST, SECRET, SENT, seen)).toBe('good');
});

test.each<[string, Parameters<typeof check>[0]]>([
  ['missing', { timestamp: undefined }],
  ['missing', { signature: undefined }],
  ['wrong', { timestamp: '1531420618x' }],
  ['wrong', { timestamp: '1531420619' }],
  ['wrong', { signature: 'v0=' }],
  ['wrong', { signature: REQUEST.signature.replace('v0', 'v1') }],
  ['wrong', { signature: `${REQUEST.signature}00` }],
  ['wrong', { signature: REQUEST.signature.toUpperCase() }],
])('%s: %o', (verdict, change) => {
  expect(check(change)).toBe(verdict);
});

test('without a secret nothing is good', () => {
  expect(checkSignature(REQUEST, '', SENT, deliveries())).toBe('missing');
});

test('any other body is wrong', () => {
  fc.assert(
    fc.property(fc.string(), (body) => {
      expect(check({ body })).toBe('wrong');
    }),
  );
});
