import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CommandCall, Value } from '../../src/lang/call.ts';
import { isCommand, parse } from '../../src/lang/parse.ts';

/** A call as short text, to compare by eye: path, values, prompt. */
function brief(message: string): string[] {
  return parse(message).map((call) => {
    if (call.kind === 'toggle') return 'toggle';
    const params = call.params.map(({ key, value }) => `${key}=${show(value)}`).join(' ');
    return [
      call.path,
      `{${params}}`,
      ...(call.prompt === undefined ? [] : [JSON.stringify(call.prompt.text)]),
    ].join(' ');
  });
}

function show(value: Value): string {
  if (value.kind === 'list') return `[${value.items.map(show).join(' ')}]`;
  if (value.kind === 'record') return `{${value.entries.map((e) => `${e.key}=${show(e.value)}`).join(' ')}}`;
  if (value.kind === 'range') return `${value.from}..${value.to}`;
  if (value.kind === 'null') return 'null';
  if (value.kind === 'quoted') return JSON.stringify(value.text);
  return value.kind === 'word' ? value.text : String(value.value);
}

const SAME = 'reflect.trace {depth=2 target=memory} "The capital of France is"';
const REST = '{depth=2, target=memory} The capital of France is';

test.each([
  `.p/reflect.trace${REST}`,
  `p/reflect.trace${REST}`,
  `/p reflect.trace${REST}`,
  `/p .p/reflect.trace${REST}`,
  `reflect.trace${REST}`,
  `.p/reflect/trace${REST}`,
  `.P/Reflect.Trace${REST}`,
  `  .p/reflect.trace${REST}\n`,
  `.p/reflect.trace {depth=2, target=memory} The capital of France is`,
  `.p/reflect.trace(depth=2, target=memory) The capital of France is`,
  `.p/reflect.trace{depth=2,target=memory,}The capital of France is`,
  `.p/reflect.trace{\n  depth = 2,\n  target = "memory"\n}\nThe capital of France is`.replace(
    '"memory"',
    'memory',
  ),
  `.p/reflect.trace\u00a0{depth\u00a0=\u00a02,\u202ftarget=memory}\u00a0The capital of France is`,
  `.p/reflect.trace{--depth=2, —target=memory} The capital of France is`,
  `.p/reflect.trace${REST.replace('The', '"The')}"`,
  `.p/reflect.trace{depth=2, target=memory} “The capital of France is”`,
  `.p/reflect.trace{depth=2, target=memory} 'The capital of France is'`,
  `.p/reflect.trace{depth=2, target=memory} "The capital of France is”`,
  `.p/reflect.trace{depth=2, target=memory}\n\`\`\`\nThe capital of France is\n\`\`\``,
  `.p/reflect.trace{depth=2, target=memory} \`\`\`text\nThe capital of France is\n\`\`\``,
  `.p/reflect.trace{depth=2, target=memory} \`\`\`The capital of France is\`\`\``,
  `\`.p/reflect.trace${REST}\``,
  `\`.p/reflect.trace{depth=2, target=memory}\` The capital of France is`,
  `\`\`\`\n.p/reflect.trace${REST}\n\`\`\``,
  `\`\`\`.p/reflect.trace${REST}\`\`\``,
  `\`\`\`.p/reflect.trace${REST}\n\`\`\``,
  `<http://reflect.trace|reflect.trace>${REST}`,
  `.p/<http://reflect.trace|reflect.trace>${REST}`,
  `.p/[reflect.trace](http://reflect.trace)${REST}`,
  `[.p/reflect.trace](http://.p/reflect.trace)${REST}`,
  `hello, please run\n.p/reflect.trace${REST}`,
])('is the same command: %j', (message) => {
  expect(brief(message)).toEqual([SAME]);
});

test.each([
  ['.p/a.b', ['a.b {}']],
  ['.p/a.b{}', ['a.b {}']],
  ['.p/help', ['help {}']],
  ['help', ['help {}']],
  ['help reflect.trace', ['help {} "reflect.trace"']],
  ['toggle', ['toggle']],
  ['`Toggle`', ['toggle']],
  ['.p/toggle{}', ['toggle']],
  ['.p/synchronize.recursion.depth{target=9}', ['synchronize.recursion.depth {target=9}']],
  ['.p/a.b{n=-1.5e2, m=+.5, t=True, f=FALSE, z=null}', ['a.b {n=-150 m=0.5 t=true f=false z=null}']],
  ['.p/a.b{n=—3, m=−2, w=meta–x}', ['a.b {n=-3 m=-2 w=meta-x}']],
  ['.p/a.b{r=4..8, s=-1..1.5, x=4..}', ['a.b {r=4..8 s=-1..1.5 x=4..}']],
  ['.p/a.b{h=[L5H1, M5], n=[1,[2,[3]],], e=[]}', ['a.b {h=[L5H1 M5] n=[1 [2 [3]]] e=[]}']],
  ['.p/a.b{scale={L5H1=0.5, M3=2}}', ['a.b {scale={L5H1=0.5 M3=2}}']],
  ['.p/a.b{scale={L5H1: 0.5, M3@2..4:2}}', ['a.b {scale={L5H1=0.5 M3@2..4=2}}']],
  ['.p/a.b{g=[🝚,∴,⇌], d=∞}', ['a.b {g=[🝚 ∴ ⇌] d=∞}']],
  ['.p/a.b{q="a \\"b\\" \\n \\u0041 \\u{1F600} \\d"}', ['a.b {q="a \\"b\\" \\n A 😀 \\\\d"}']],
  [`.p/a.b{q='don’t', r=“it's”, s=‘a’}`, ['a.b {q="don’t" r="it\'s" s="a"}']],
  ['.p/a.b{replace="France->Italy", w=don’t}', ['a.b {replace="France->Italy" w=don’t}']],
  ['.p/a.b{x=1e999}', ['a.b {x=1e999}']],
  ['.p/a.b one\ntwo\n\nthree  ', ['a.b {} "one\\ntwo\\n\\nthree"']],
  ['.p/a.b "Hello" she said "bye"', ['a.b {} "\\"Hello\\" she said \\"bye\\""']],
  ['.p/a.b "  kept  "', ['a.b {} "  kept  "']],
  ['.p/a.b ""', ['a.b {}']],
  ['.p/a.b (in brackets)', ['a.b {} "(in brackets)"']],
  ['.p/a.b see <https://x.org/y|x.org/y> and <https://z.org>', ['a.b {} "see x.org/y and https://z.org"']],
  ['.p/a.b <http://x.org|[x.org](http://x.org)> end', ['a.b {} "[x.org](http://x.org) end"']],
  ['.p/a.b [text](https://x.org)', ['a.b {} "[text](https://x.org)"']],
  ['.p/a.b\u00a0no\u00a0break', ['a.b {} "no\u00a0break"']],
])('%j', (message, expected) => {
  expect(brief(message)).toEqual(expected);
});

test.each([
  ['.p/a.b{x=1} one\n.p/c.d two\n  .p/e.f', ['a.b {x=1} "one"', 'c.d {} "two"', 'e.f {}']],
  ['.p/a.b{x=1}.p/c.d{} two', ['a.b {x=1}', 'c.d {} "two"']],
  ['.p/a.b .p/c.d two', ['a.b {}', 'c.d {} "two"']],
  ['.p/a.b one\ntoggle\n.p/c.d', ['a.b {} "one"', 'toggle', 'c.d {}']],
  ['.p/a.b one .p/c.d two', ['a.b {} "one .p/c.d two"']],
  ['```\n.p/a.b\n.p/c.d{x=1}\n```\nprompt', ['a.b {}', 'c.d {x=1} "prompt"']],
  [
    '.p/a.b read\n```py\n.q/x\nobj.call{}\n```\nend',
    ['a.b {} "read\\n```py\\n.q/x\\nobj.call{}\\n```\\nend"'],
  ],
  ['.p/a.b\n```\nobj.call{}\n```', ['a.b {} "obj.call{}"']],
])('several commands: %j', (message, expected) => {
  expect(brief(message)).toEqual(expected);
});

test.each([
  '',
  '   ',
  'hello there',
  'toggle the light',
  'toggle.',
  'help me with this',
  'see\nhelp',
  'e.g. this, and so on',
  'and/or',
  'P/E ratio of a stock',
  'The answer: reflect.trace{x=1}',
  'i.e., no',
])('is plain talk: %j', (message) => {
  expect(parse(message)).toEqual([]);
  expect(isCommand(message)).toBe(false);
});

test('with the known names a bare word.word is a command only when it is one of them', () => {
  const rules = { isHead: (path: string) => path === 'reflect.trace' };
  expect(isCommand('node.js is slow', rules)).toBe(false);
  expect(isCommand('node.js is slow')).toBe(true);
  expect(isCommand('reflect.trace is fast', rules)).toBe(true);
  expect(brief('.p/a.b one')).toEqual(['a.b {} "one"']);
  expect(parse('.p/a.b one\nreflect.trace two\nnode.js three', rules)).toHaveLength(2);
});

test('spans point into the message as typed, through links and code units', () => {
  const message = '😀\n.p/<http://model.info|model.info>{top=[1, "é𝒳"]} “Zürich”';
  const [call] = parse(message) as CommandCall[];
  const at = ({ start, end }: { start: number; end: number }) => message.slice(start, end);
  expect(call && at(call.head)).toBe('model.info');
  expect(call?.params.map(({ keySpan, valueSpan }) => [at(keySpan), at(valueSpan)])).toEqual([
    ['top', '[1, "é𝒳"]'],
  ]);
  const items = call?.params[0]?.value.kind === 'list' ? call.params[0].value.items : [];
  expect(items.map(({ span }) => at(span))).toEqual(['1', '"é𝒳"']);
  expect(call?.prompt && at(call.prompt.span)).toBe('“Zürich”');
  expect(call && at(call.span)).toBe(message.slice(3));
});

const forms = readFileSync(new URL('seed-forms.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

test.each(forms)('the seed writes %s', (form) => {
  const [call, ...more] = parse(form);
  expect(more).toEqual([]);
  expect(call).toMatchObject({
    kind: 'command',
    path: form.slice(3).split('{')[0]?.replaceAll('/', '.').toLowerCase(),
  });
  expect(call).not.toHaveProperty('prompt');
  const keys = call?.kind === 'command' ? call.params.map(({ key }) => key) : [];
  // No value of the seed's holds a `key=`, so counting them is a second way to find the keys.
  expect(keys).toEqual(Array.from(form.matchAll(/[{,] ?([\w-]+)=/g), ([, key]) => key));
});
