import { expect, test } from 'vitest';
import { bindAll } from '../../src/lang/bind.ts';
import { LANG_CODES, LangError } from '../../src/lang/errors.ts';
import { parse } from '../../src/lang/parse.ts';
import { DEFINITIONS } from './definitions.ts';

/** The error of a message that must have one. */
function mistake(message: string): LangError {
  try {
    bindAll(parse(message), DEFINITIONS);
  } catch (error) {
    if (error instanceof LangError) return error;
    throw error;
  }
  throw new Error(`no error in ${message}`);
}

/** Message, place of the carets below it, code, suggestion. The carets are drawn by hand. */
const CASES: [message: string, carets: string, code: string, suggestion?: string][] = [
  ['.p/', '^^^', 'head-expected'],
  ['.p/reflect.trace: why', '                ^', 'head-expected'],
  ['.p/reflect.trace{top=3', '                ^', 'params-unclosed'],
  ['.p/reflect.trace{top=3, ', '                ^', 'params-unclosed'],
  ['.p/reflect.trace(top=3}', '                      ^', 'separator-expected'],
  ['.p/reflect.trace{=3}', '                 ^', 'key-expected'],
  ['.p/reflect.trace{3}', '                 ^', 'key-expected'],
  ['.p/reflect.trace{top: 3}', '                    ^', 'equals-expected', 'top='],
  ['.p/fork.attribution{visualize}', '                             ^', 'equals-expected', 'visualize=true'],
  ['.p/reflect.trace{top=}', '                     ^', 'value-expected'],
  ['.p/reflect.trace{top=', '                    ^', 'value-expected'],
  ['.p/reflect.trace{top=,}', '                     ^', 'value-expected'],
  ['.p/reflect.trace{top=3 depth=2}', '                       ^^^^^', 'separator-expected', 'top="3 depth"'],
  ['.p/reflect.trace{token=a b}', '                         ^', 'separator-expected', 'token="a b"'],
  ['.p/fork.attribution{between=[a b]}', '                               ^', 'separator-expected'],
  ['.p/reflect.trace{token="Mary, top=3}', '                       ^', 'quote-unclosed'],
  ['.p/fork.attribution{between=[a, b', '                            ^', 'list-unclosed'],
  [`.p/help{a=${'['.repeat(20)}`, `${' '.repeat(26)}^`, 'too-deep'],
  ['.p/reflect.trace{top=3, Top=4}', '                        ^^^', 'param-twice'],
  ['.p/toggle now', '          ^^^', 'toggle-takes-nothing', 'toggle'],
  ['.p/toggle{mode=qk}', '         ^^^^^^^^^', 'toggle-takes-nothing', 'toggle'],
  ['.p/reflct.trace{top=3}', '   ^^^^^^^^^^^^', 'unknown-command', 'reflect.trace'],
  ['.p/reflect', '   ^^^^^^^', 'unknown-command'],
  ['.p/reflect.trace{dpeth=3}', '                 ^^^^^', 'unknown-param', 'depth'],
  ['.p/model.info{x=3}', '              ^', 'unknown-param'],
  ['.p/reflect.head', '   ^^^^^^^^^^^^', 'missing-param'],
  ['.p/reflect.head{head=null}', '   ^^^^^^^^^^^^', 'missing-param'],
  ['.p/reflect.head{head=[L5H1, L5]}', '                            ^^', 'wrong-kind'],
  ['.p/reflect.trace{top=many}', '                     ^^^^', 'wrong-kind'],
  ['.p/reflect.trace{depth=complet}', '                       ^^^^^^^', 'wrong-kind', 'complete'],
  ['.p/reflect.trace{target=reason}', '                        ^^^^^^', 'unknown-choice', 'reasoning'],
  ['.p/reflect.trace{target=atention}', '                        ^^^^^^^^', 'unknown-choice', 'attention'],
  ['.p/reflect.trace{top=0}', '                     ^', 'out-of-range'],
  ['.p/residue.scan{sensitivity=70%}', '                            ^^^', 'wrong-kind'],
  ['.p/fork.attribution{between=["A"]}', '                            ^^^^^', 'out-of-range'],
  [`.p/fork.attribution{between=[a, ${'b'.repeat(81)}]}`, `${' '.repeat(32)}${'^'.repeat(61)}`, 'too-long'],
  ['.p/fork.counterfactual{scale={L5H1=x}}', '                                   ^', 'wrong-kind'],
  ['.p/fork.counterfactual{scale={L5=1}}', '                              ^^', 'wrong-kind'],
  ['.p/fork.counterfactual{scale={L5H1: 1e999}}', '                                    ^^^^^', 'wrong-kind'],
  ['.p/fork.counterfactual{scale={L5H1 2}}', '                                   ^', 'equals-expected'],
  [
    '.p/fork.counterfactual{scale={L5H1=1, L05H1=2}}',
    '                                      ^^^^^',
    'wrong-kind',
  ],
  ['.p/fork.counterfactual{ablate=L5H1@6..2}', '                              ^^^^^^^^^', 'wrong-kind'],
  ['.p/reflect.head{head=L5H1@4}', '                     ^^^^^^', 'wrong-kind'],
  // Columns of a monospaced font: CJK and emoji are two wide, a combining mark is none.
  ['.p/reflect.trace{日本=1}', '                 ^^^^', 'unknown-param'],
  [
    '.p/fork.counterfactual{replace="日本é👩🏽‍🚀", x=1}',
    '                                          ^',
    'unknown-param',
  ],
];

test.each(CASES)('%s', (message, carets, code, suggestion) => {
  const error = mistake(message);
  expect([error.code, error.suggestion]).toEqual([code, suggestion]);
  expect(error.exitCode).toBe(2);
  const [, drawn, ...rest] = error.render().split('\n');
  expect(drawn).toBe(carets);
  expect(rest).toEqual([`${error.what} ${error.fix}`]);
});

test('every code has a case above', () => {
  expect(new Set(CASES.map(([, , code]) => code))).toEqual(new Set(LANG_CODES));
});

test('an error reads as three lines', () => {
  expect(mistake('run this\n.p/reflect.trace{dpeth=complete} The capital').render()).toBe(
    [
      '.p/reflect.trace{dpeth=complete} The capital',
      '                 ^^^^^',
      'reflect.trace has no parameter dpeth. Did you mean depth? ' +
        'Expected target, depth, token, against, mode or top.',
    ].join('\n'),
  );
});

test('a long line is cut around the place, and the place stays under its carets', () => {
  const lines = mistake(`.p/help{a="${'x'.repeat(5000)}", b="日"} ${'tail '.repeat(900)}`)
    .render()
    .split('\n');
  expect(lines.slice(0, 2)).toEqual(
    [`.p/help{a="${'x'.repeat(50)}…`, '        ^'].map((l) => expect.stringContaining(l.slice(0, 8))),
  );
  const far = mistake(
    `.p/help ${'word '.repeat(2000)}\n.p/reflect.trace{token="${'y'.repeat(300)}", dpeth=1} end`,
  );
  const [line = '', carets = ''] = far.render().split('\n');
  expect(line.length).toBeLessThan(170);
  expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('dpeth');
});

test('a message cannot move the cursor or turn the writing direction of the terminal that shows it', () => {
  const shown = mistake('.p/reflect.trace{token="\u001b[2J\u202e", dpeth=1}').render();
  expect(shown).toContain('"␛[2J\ufffd"');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
  expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

test('the second of two commands is checked before the first could run', () => {
  expect(mistake('.p/reflect.trace one\n.p/reflect.trace{top=0} two').span).toEqual({ start: 42, end: 43 });
});
