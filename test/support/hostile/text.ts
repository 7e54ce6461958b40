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

const some = (most: number) => fc.array(piece, { maxLength: most }).map((pieces) => pieces.join(''));

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

const PATHS = [
  'help',
  'reflect.trace',
  'reflect.lens',
  'reflect.head',
  'reflect.glyphs',
  'fork.attribution',
  'fork.counterfactual',
  'model.info',
  'model.use',
  'session.show',
  'session.share',
  'session.leave',
  'memory.forget',
  'memory.export',
  'channel.limit',
  'channel.quiet',
  'reflect',
  'reflect.trase',
  'reflect.reflect.trace',
  '__proto__',
  'constructor.toString',
  '',
] as const;

const NAMES = [
  'name',
  'head',
  'what',
  'sure',
  'runs',
  'of',
  'id',
  'top',
  'depth',
  '__proto__',
  'mode',
] as const;

const head = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PATHS) }, { weight: 1, arbitrary: some(2) });
const pair = fc.tuple(fc.constantFrom(...NAMES), some(2)).map(([name, value]) => `${name}=${value}`);
const braces = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.array(pair, { maxLength: 3 }).map((pairs) => `{${pairs.join(', ')}}`) },
  { weight: 1, arbitrary: some(4).map((text) => `{${text}`) },
);

/** A `.p/` line, most of them broken somewhere. */
const commandLine = fc
  .tuple(head, braces, hostileWords)
  .map(([path, params, prompt]) => `.p/${path}${params} ${prompt}`);

/** Lines that are answered, so that what they say goes through answers and not only through errors. */
const goodLine = fc.oneof(
  fc.constantFrom(
    '.p/help',
    '.p/help reflect.trace',
    '.p/session.show',
    '.p/model.use',
    '.p/model.info',
    '.p/memory.export',
    '.p/channel.limit',
    '.p/session.leave',
    'toggle',
  ),
  some(3).map((prompt) => `.p/reflect.lens ${prompt} a`),
  some(2).map((prompt) => `.p/reflect.head{head=L0H0} ${prompt} b`),
  some(2).map((name) => `.p/model.use{name="${name.replace(/["\\]/g, '')}"}`),
);

/** Of an option or a field: one value. */
export const hostileValue = fc.oneof(
  { weight: 8, arbitrary: some(4) },
  { weight: 1, arbitrary: fc.constantFrom('L0H0', '0', '1', 'true', 'complete', 'shipped') },
);

/** @param trouble  prompts on which the model itself fails */
export const hostileLine = (trouble: readonly string[]) =>
  fc.oneof(
    { weight: 6, arbitrary: commandLine },
    { weight: 5, arbitrary: goodLine },
    { weight: 2, arbitrary: hostileWords },
    { weight: 1, arbitrary: fc.constantFrom(...trouble).map((word) => `.p/reflect.lens ${word}`) },
    {
      weight: 1,
      arbitrary: fc.array(goodLine, { minLength: 2, maxLength: 3 }).map((lines) => lines.join('\n')),
    },
  );

/** Names that people give themselves: one line, at most 32 characters. */
export const hostileName = some(4).map((text) => text.replace(/[\r\n]+/g, ' ').slice(0, 32) || 'x');
