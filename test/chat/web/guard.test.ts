import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Doors, HEADERS, refusal } from '../../../src/chat/web/guard.ts';

const doors = (more: Partial<Doors>): Doors => ({
  method: 'GET',
  host: '127.0.0.1:4173',
  origin: undefined,
  site: undefined,
  type: undefined,
  ...more,
});
const post = (more: Partial<Doors>) => doors({ method: 'POST', type: 'application/json', ...more });

test.each([
  ['127.0.0.1:4173', true],
  ['localhost:4173', true],
  ['LOCALHOST', true],
  ['[::1]:4173', true],
  ['192.168.1.7:4173', true],
  ['dotp.example.org', true],
  ['evil.example', false],
  ['127.0.0.1.evil.example:4173', false],
  ['localhost.evil.example', false],
  ['dotp.example.org.evil.example', false],
  ['evil-dotp.example.org', false],
  ['sub.dotp.example.org', false],
  ['', false],
  ['a b', false],
])('a page under the name %s is let in: %s', (host, isIn) => {
  expect(refusal(doors({ host }), ['dotp.example.org']) === undefined).toBe(isIn);
});

test('a request without a Host is turned away', () => {
  expect(refusal(doors({ host: undefined }), [])?.status).toBe(403);
});

test.each([
  ['the page itself', { origin: 'http://127.0.0.1:4173', site: 'same-origin' }, true],
  ['behind a proxy that speaks https', { host: 'localhost', origin: 'https://localhost' }, true],
  ['a program without an origin', {}, true],
  ['another site', { origin: 'https://evil.example' }, false],
  ['another port of this machine', { origin: 'http://127.0.0.1:8080' }, false],
  ['a sandboxed frame', { origin: 'null' }, false],
  ['a site that hides its origin', { site: 'cross-site' }, false],
  ['a form', { origin: 'http://127.0.0.1:4173', type: 'application/x-www-form-urlencoded' }, false],
  ['text that is JSON by chance', { origin: 'http://127.0.0.1:4173', type: 'text/plain' }, false],
])('what changes something comes from %s: %s', (_, more, isIn) => {
  expect(refusal(post(more), []) === undefined).toBe(isIn);
});

test('no name but those is ever let in', () => {
  fc.assert(
    fc.property(fc.domain(), (host) => {
      expect(refusal(doors({ host }), [])?.code).toBe('request-refused');
    }),
  );
});

test('nothing may be loaded from elsewhere, framed, or told the address', () => {
  expect(HEADERS['content-security-policy']).toMatch(/^default-src 'none'/);
  expect(HEADERS['content-security-policy']).not.toMatch(/unsafe|\*|https?:|data:/);
  expect(HEADERS['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(HEADERS['referrer-policy']).toBe('no-referrer');
});
