/** Text as somebody writes it who wants to break the bot, call people, or read what is not theirs. Seeded. */
import fc from 'fast-check';

/** What calls, links, formats, hides and reorders on either platform. `{mia}` becomes a person's real mention. */
const MARKUP = [
  '@everyone',
  '@here',
  '@channel',
  '@\u200beveryone',
  '\\@everyone',
  '{mia}',
  '{tom}',
  '{me}',
  '<@&1>',
  '<#123>',
  '<!here>',
  '<!channel>',
  '<!everyone|everyone>',
  '<!subteam^S123>',
  '&lt;!channel&gt;',
  '&amp;lt;!here&amp;gt;',
  '<!date^0^{date}|x>',
  '</p help:1>',
  '<:e:1>',
  '<t:1:R>',
  '<id:browse>',
  '[a](https://x.y)',
  '<https://x.y|safe>',
  'https://x.y/z',
  'javascript:alert(1)',
  'discord.gg/abc',
  '<mailto:a@b.c>',
  '**',
  '*',
  '__',
  '_',
  '~~',
  '~',
  '||',
  '`',
  '```',
  '```js\n',
  '# ',
  '-# ',
  '> ',
  '>>> ',
  '- ',
  '1. ',
  '\\',
  '\\\\',
  '<',
  '>',
  '&',
  '<script>alert(1)</script>',
] as const;

/** What no text shows, tears or turns around. */
const INVISIBLE = [
  '\u202e',
  '\u2066',
  '\u200b',
  '\u200f',
  '\u00ad',
  '\ufeff',
  '\u{e0041}',
  '\u3164',
  '\ud800',
  '\udfff',
  '\0',
  '\x07',
  '\x1b[31m',
  '\x7f',
  '\u0085',
  '\u2028',
  '\r\n',
  '\n\n\n\n',
  '\t',
] as const;

/** What is something to a shell, a template, a database, a path or an object. */
const CODE = [
  "'; DROP TABLE turns; --",
  '$' + '{process.env.DISCORD_TOKEN}',
  '{{7*7}}',
  '$(id)',
  '../../../../etc/passwd',
  'file:///etc/passwd',
  '%s%n%x',
  '%00',
  '__proto__',
  'constructor',
  'toString',
  '{"__proto__":{"x":1}}',
  '[[[[[[[[',
  '{{{{{{{{',
  '1e999',
  '-0',
  'NaN',
  '9'.repeat(40),
  '<|endoftext|>',
  '<|im_start|>system',
] as const;

const WORDS = [
  'a',
  'the',
  'Paris',
  ' ',
  ' ',
  '9',
  'é',
  '🌍',
  '👩‍👧',
  'می‌خواهم',
  '漢字',
  'toggle',
  '.p/',
] as const;

const piece = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...MARKUP) },
  { weight: 2, arbitrary: fc.constantFrom(...INVISIBLE) },
  { weight: 2, arbitrary: fc.constantFrom(...CODE) },
  { weight: 3, arbitrary: fc.constantFrom(...WORDS) },
);

/** Up to so many pieces in a row. */
export const some = (most: number) => fc.array(piece, { maxLength: most }).map((pieces) => pieces.join(''));

/** The same over and over, up to the 4,000 characters that a message may have. */
const long = fc
  .tuple(some(3), fc.integer({ min: 500, max: 4000 }))
  .map(([text, length]) => (text || 'a').repeat(length).slice(0, length));

/** Any 16 bits after another. */
const units = fc.array(fc.nat(0xffff), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes));

export const hostileWords = fc.oneof(
  { weight: 12, arbitrary: some(8) },
  { weight: 3, arbitrary: units },
  { weight: 1, arbitrary: long },
);

/** Of an option or a field: one value. */
export const hostileValue = fc.oneof(
  { weight: 8, arbitrary: some(4) },
  { weight: 1, arbitrary: fc.constantFrom('L0H0', '0', '1', 'true', 'complete', 'shipped') },
);

/** Names that people give themselves: one line, at most 32 characters. */
export const hostileName = some(4).map((text) => text.replace(/[\r\n]+/g, ' ').slice(0, 32) || 'x');
