import { expect, test } from 'vitest';
import type { Finding } from '../../src/analysis/findings.ts';
import { metricNamed, numbersOf } from '../../src/analysis/log-numbers.ts';
import { LOG_TABLE } from '../../src/analysis/log-table.ts';
import { settleDepth } from '../../src/analysis/settle-depth.ts';
import { replyJsonSchema } from '../../src/dispatch/schema.ts';
import { sampleReply } from '../figure/sample-reply.ts';

const rows = Object.entries(LOG_TABLE);

test('every kind of finding that a reply may hold leaves numbers, or says why it leaves none', () => {
  const kinds = [
    ...JSON.stringify(replyJsonSchema()).matchAll(/"kind":\{"type":"string","const":"([\w-]+)"/g),
  ].map(([, kind]) => kind);
  expect(kinds.length).toBeGreaterThan(20);
  expect(kinds.filter((kind) => kind !== undefined && !(kind in LOG_TABLE))).toEqual([]);
  for (const [kind, { metrics, none }] of rows)
    expect([kind, metrics.length > 0, (none ?? '').length > 4]).toEqual([
      kind,
      none === undefined,
      none !== undefined,
    ]);
});

test('names are plain, of their kind, and each has a unit and words', () => {
  const metrics = rows.flatMap(([kind, { metrics }]) => metrics.map((metric) => ({ kind, ...metric })));
  for (const { kind, name, unit, what } of metrics) {
    expect(name).toMatch(new RegExp(`^${kind}\\.[a-z][a-z0-9-]*$`));
    expect([unit.length > 0, /^(the|what|how|of) /.test(what) || what]).toEqual([true, true]);
  }
  expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
});

test('the numbers of a trace are those of its findings', () => {
  const reply = sampleReply({ tokens: [' a', ' b', ' c'], layers: 4, heads: 2 });
  const of = <K extends Finding['kind']>(kind: K) =>
    reply.findings.find((each): each is Extract<Finding, { kind: K }> => each.kind === kind);
  const numbers = numbersOf(reply.findings);
  expect(numbers.get('next.prob')).toBe(of('next')?.prob);
  expect(numbers.get('next.entropy')).toBe(of('next')?.entropy);
  expect(numbers.get('receipt.sufficiency')).toBe(of('receipt')?.sufficiency);
  expect(numbers.get('receipt.random')).toBe(of('receipt')?.random.median);
  expect(numbers.get('attribution.share')).toBe(of('attribution')?.shown.share);
});

test('what is not a number is a gap, what was not asked for is absent', () => {
  const [next] = sampleReply({ tokens: [' a'], layers: 1, heads: 1 }).findings.filter(
    (each): each is Extract<Finding, { kind: 'next' }> => each.kind === 'next',
  );
  if (next === undefined) throw new Error('the sample has no next');
  const numbers = numbersOf([{ ...next, entropy: Number.NaN }]);
  expect(numbers.get('next.entropy')).toBeNull();
  expect(numbers.has('receipt.sufficiency')).toBe(false);
  expect(numbersOf([])).toEqual(new Map());
});

test('an answer settles where its last token does, in the last layer at the latest', () => {
  const row = (hook: string) => ({ hook, position: 0, top: [] });
  const rows = ['hook_embed', 'blocks.0.hook_resid_post', 'blocks.11.hook_resid_post'].map(row);
  const settles = (...layers: (number | null)[]) =>
    layers.map((layer, position) => ({ position, layer, answer: { id: 0 as never, text: '' } }));
  expect(settleDepth({ rows, settles: settles(2, 5) })).toBe(5);
  expect(settleDepth({ rows, settles: settles(2, null) })).toBe(11);
  expect(settleDepth({ rows, settles: [] })).toBeNull();
});

test('of a metric of another version the name is known', () => {
  expect(metricNamed('next.prob').unit).toBe('probability, 0 to 1');
  expect(metricNamed('later.thing')).toMatchObject({ name: 'later.thing', what: 'later.thing' });
});
