import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bindAll, headTest } from '../../src/lang/bind.ts';
import { print } from '../../src/lang/canonical.ts';
import { LangError } from '../../src/lang/errors.ts';
import { isCommand, parse } from '../../src/lang/parse.ts';
import { anyText, boundCommand, syntax } from './arbitrary.ts';
import { DEFINITIONS } from './definitions.ts';

const isHead = headTest(DEFINITIONS);

/** Reads and checks a message; a mistake must be a LangError whose carets stand inside the text. */
function survives(message: string): boolean {
  try {
    for (const { span } of bindAll(parse(message, { isHead }), DEFINITIONS).map((b) =>
      'call' in b ? b.call : b,
    )) {
      expect(span.start >= 0 && span.start < span.end && span.end <= message.length).toBe(true);
    }
    return true;
  } catch (error) {
    if (!(error instanceof LangError)) throw error;
    const { start, end } = error.span;
    if (!(start >= 0 && start < end && end <= message.length)) throw error;
    expect(isCommand(message, { isHead })).toBe(true);
    if (message.length % 20 === 0) rendersWell(error); // every one would take the suite too long
    return false;
  }
}

/** Three lines, the carets under characters that are there. */
function rendersWell(error: LangError): void {
  const [line = '', carets = '', sentence = ''] = error.render().split('\n');
  expect(carets).toMatch(/^ *\^+$/);
  expect(line).not.toBe('');
  expect(sentence.endsWith('.')).toBe(true);
}

/** With the raw text below, 102,000 messages. */
const RUNS = 17_000;

test('what is printed reads back the same', () => {
  let longest = 0;
  fc.assert(
    fc.property(fc.array(boundCommand, { minLength: 1, maxLength: 3 }), (commands) => {
      const message = commands.map(print).join('\n');
      longest = Math.max(longest, message.length);
      const read = bindAll(parse(message), DEFINITIONS).map((call) => {
        if (call.kind === 'toggle') return call;
        return {
          path: call.path,
          args: call.args,
          ...(call.prompt && { prompt: { text: call.prompt.text } }),
        };
      });
      expect(read).toEqual(commands);
    }),
    { numRuns: 3000 },
  );
  expect(longest).toBeGreaterThan(150);
});

test('a message with characters taken away, added, changed and moved is read or refused at its place', () => {
  let refused = 0;
  const damage = fc.array(fc.tuple(fc.nat(200), fc.nat(3), syntax), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(boundCommand, damage, (command, edits) => {
      const message = edits.reduce((text, [at, cut, put]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + cut);
      }, print(command));
      if (!survives(message)) refused++;
    }),
    { numRuns: RUNS },
  );
  expect(refused).toBeGreaterThan(RUNS / 5);
});

test('noise made of syntax is read or refused at its place', () => {
  let refused = 0;
  const noise = fc.array(syntax, { maxLength: 40 }).map((parts) => `.p/reflect.trace{${parts.join('')}`);
  fc.assert(
    fc.property(noise, (message) => {
      if (!survives(message)) refused++;
    }),
    { numRuns: RUNS },
  );
  expect(refused).toBeGreaterThan(RUNS / 2);
});

test('raw text is read or refused at its place', () => {
  let characters = 0;
  fc.assert(
    fc.property(
      fc.constantFrom('', '', '.p/', '.p/reflect.trace{', '.p/help "'),
      anyText(60),
      (start, text) => {
        const message = start + text;
        characters += text.length;
        survives(message);
      },
    ),
    { numRuns: 4 * RUNS },
  );
  expect(characters).toBeGreaterThan(40 * RUNS);
});

// Were any step quadratic, each of these would take minutes and meet the time limit of a test.
test.each([
  ['backticks', '`'],
  ['fences that never close', '```a\n'],
  ['fences that close', '```\nx\n```\n'],
  ['angle links', '<http://a|'],
  ['bracket links', '[a](http://'],
  ['brackets', '['],
  ['heads', '.p/a.b\n'],
  ['heads on one line', '.p/a.b '],
  ['near heads', 'reflect.trac\n'],
  ['dots', 'a.'],
  ['spaces', ' '],
  ['no-break spaces', '\u00a0'],
  ['quotes', '"'],
  ['apostrophes', "a'"],
  ['backslashes', '\\'],
  ['digits', '9'],
  ['pairs', 'a=1, '],
  ['many keys', 'k=[1,"2"] '],
  ['combining marks', '\u0301'],
  ['toggles', 'toggle\n'],
])('200,000 characters of %s', { timeout: 20_000 }, (_, piece) => {
  const long = piece.repeat(200_000 / piece.length);
  for (const message of [
    long,
    `.p/help{${long}`,
    `.p/help{x="${long}`,
    `.p/help{x=[${long}`,
    `.p/help ${long}`,
  ])
    survives(message);
});
