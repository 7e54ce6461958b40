import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut, escapeMrkdwn, label } from '../../../src/chat/slack/mrkdwn.ts';
import { plainText, withoutMention } from '../../../src/chat/slack/plain-text.ts';

test.each([
  ['<http://reflect.trace|reflect.trace>{top=3} hi', 'reflect.trace{top=3} hi'],
  ['.p/<http://model.info>', '.p/http://model.info'],
  ['<mailto:a@b.c|a@b.c>', 'a@b.c'],
  ['<mailto:a@b.c>', 'a@b.c'],
  ['ask <@U1|mary> and <@U2>', 'ask @mary and @U2'],
  ['in <#C1|general> or <#C2>', 'in #general or #C2'],
  ['<!here> <!subteam^S1|@team> <!subteam^S2>', '@here @team @S2'],
  ['France-&gt;Italy &amp; &lt;b&gt;', 'France->Italy & <b>'],
  ['&amp;lt;', '&lt;'],
  ['a < b <nothing>', 'a < b <nothing>'],
  ['<http://a.b/?x=1&amp;y=2>', 'http://a.b/?x=1&y=2'],
])('%s is %s', (wire, typed) => {
  expect(plainText(wire)).toBe(typed);
});

test('the mention of the bot in front of a message is not part of it', () => {
  expect(withoutMention('<@UBOT> .p/help', 'UBOT')).toBe('.p/help');
  expect(withoutMention('<@UBOT|dotp>: why?', 'UBOT')).toBe('why?');
  expect(withoutMention('<@U2> .p/help', 'UBOT')).toBe('<@U2> .p/help');
  expect(withoutMention('see <@UBOT>', 'UBOT')).toBe('see <@UBOT>');
});

test('mentions and formats are written so that Slack reads none', () => {
  expect(escapeMrkdwn('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@\u200bU1&gt;');
  expect(escapeMrkdwn('*a* _b_ ~c~ `d`')).toBe(
    '*\u200ba*\u200b _\u200bb_\u200b ~\u200bc~\u200b `\u200bd`\u200b',
  );
  expect(escapeMrkdwn('x\n> quote')).toBe('x\n\u200b&gt; quote');
});

const HOSTILE = fc
  .array(
    fc.oneof(
      fc.constantFrom('<!channel>', '<@U1>', '<#C1|x>', '&lt;', '*', '_', '`', '~', '>', '@here', '\n', '|'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join('').replaceAll('\u200b', ''));

test('any text comes back from what is sent', () => {
  fc.assert(
    fc.property(HOSTILE, (text) => {
      expect(plainText(escapeMrkdwn(text))).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test('what is sent holds no mention, and no sign that opens a format', () => {
  fc.assert(
    fc.property(HOSTILE, (text) => {
      expect(escapeMrkdwn(text)).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)|[*_~`@](?!\u200b)/);
    }),
    { numRuns: 2000 },
  );
});

test('reading is linear: many openings cost what they are long', () => {
  expect(plainText('<@'.repeat(50_000))).toHaveLength(100_000);
});

test('a label is short, whole and never empty', () => {
  expect(label('  \n ', 75)).toBe('∅');
  expect(cut('abc', 3)).toBe('abc');
  expect(cut('abcd', 3)).toBe('ab…');
  expect(cut('a😀bc', 3)).toBe('a…');
  expect(label('<!channel>', 75)).toBe('<\u200b!channel>');
});
