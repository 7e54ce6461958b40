import { expect, expectTypeOf, test } from 'vitest';
import { bind, bindParams, headTest } from '../../src/lang/bind.ts';
import type { CommandCall } from '../../src/lang/call.ts';
import { autoOr, count, countOr, flag, heads, oneOf, scales } from '../../src/lang/params.ts';
import { parse } from '../../src/lang/parse.ts';
import { DEFINITIONS } from './definitions.ts';

function only(message: string): CommandCall {
  const [call] = parse(message);
  if (call?.kind !== 'command') throw new Error(`${message} is no command`);
  return call;
}

const args = (message: string) => bind(only(message), DEFINITIONS).args;

test('defaults are filled in, in the order of the definition', () => {
  const bound = bind(only('.p/reflect.trace{top=7} Paris is'), DEFINITIONS);
  const all = {
    target: 'reasoning',
    depth: 'complete',
    token: 'auto',
    against: 'auto',
    mode: 'session',
    top: 7,
  };
  expect(bound.args).toStrictEqual(all);
  expect(Object.keys(bound.args)).toEqual(Object.keys(all));
  expect([bound.path, bound.prompt?.text]).toEqual(['reflect.trace', 'Paris is']);
});

test('null asks for the default, and takes an optional parameter away', () => {
  expect(args('.p/reflect.trace{depth=null}')).toEqual(args('.p/reflect.trace'));
  expect(args('.p/fork.attribution{between=null}')).not.toHaveProperty('between');
});

test('an alias binds to the command it stands for', () => {
  const bound = bind(only('.p/synchronize.recursion.depth{passes=2}'), DEFINITIONS);
  expect([bound.path, bound.args]).toEqual(['recursion.sync', { passes: 2 }]);
});

test.each([
  ['.p/reflect.trace{DEPTH=Complete, Target="memory"}', { depth: 'complete', target: 'memory' }],
  ['.p/reflect.trace{depth=3, token=" Mary", against=None}', { depth: 3, token: ' Mary', against: 'none' }],
  ['.p/reflect.trace{token=1732}', { token: '1732' }],
  ['.p/reflect.trace{token=0.50}', { token: '0.50' }],
  ['.p/reflect.head{head=l05h1}', { head: ['L5H1'] }],
  ['.p/reflect.head{head=[M3, "L0H2"], layers=4..8}', { head: ['M3', 'L0H2'], layers: { from: 4, to: 8 } }],
  ['.p/reflect.head{head=M3, layers=4}', { layers: { from: 4, to: 4 } }],
  ['.p/fork.attribution{between=["A", B]}', { between: ['A', 'B'] }],
  ['.p/fork.counterfactual{scale={l5h1=.5, M3=2}}', { scale: { L5H1: 0.5, M3: 2 } }],
  ['.p/fork.counterfactual{scale={L5H1: 2, M3@2..6 : .5}}', { scale: { L5H1: 2, 'M3@2..6': 0.5 } }],
  ['.p/fork.counterfactual{ablate=[L5H1@04, m3@2..2]}', { ablate: ['L5H1@4', 'M3@2'] }],
  ['.p/residue.scan{patterns=∴}', { patterns: ['∴'] }],
])('%s', (message, expected) => {
  expect(args(message)).toMatchObject(expected);
});

test('the types of the arguments follow the definition', () => {
  const params = {
    target: oneOf(['a', 'b'], 'A choice.').default('a'),
    depth: countOr(['complete'], 1, 9, 'A count.'),
    on: flag('A flag.').optional(),
    where: heads('Heads.'),
    factor: scales('Factors.').optional(),
    token: autoOr('A token.'),
    top: count(1, 3, 'A count.').default(2),
  };
  const bound = bindParams(only('.p/x.y{depth=2, where=L1H1}'), params);
  expectTypeOf(bound.target).toEqualTypeOf<'a' | 'b'>();
  expectTypeOf(bound.depth).toEqualTypeOf<'complete' | number>();
  expectTypeOf(bound.on).toEqualTypeOf<boolean | undefined>();
  expectTypeOf(bound.where).toEqualTypeOf<readonly string[]>();
  expectTypeOf(bound.token).toEqualTypeOf<string>();
  expectTypeOf(bound.top).toEqualTypeOf<number>();
  expect(bound).toStrictEqual({ target: 'a', depth: 2, where: ['L1H1'], token: 'auto', top: 2 });
});

test('a bare head is one that is known or nearly so', () => {
  const isHead = headTest(DEFINITIONS);
  const heads = [
    'reflect.trace',
    'reflect.trcae',
    'synchronize.recursion.depth',
    'node.js',
    'model.json',
    'e.g',
  ];
  expect(heads.map(isHead)).toEqual([true, true, true, false, false, false]);
});
