import { expect, test } from 'vitest';
import type { AttributionFinding } from '../../src/analysis/findings.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { picksOf } from '../../src/figure/picks.ts';
import { PROMPTS } from './sample-prompts.ts';
import { sampleReply } from './sample-reply.ts';

const REPLY = sampleReply({ tokens: PROMPTS.ioi, layers: 6, heads: 4 });
const nodes = (...given: [string, number][]): AttributionFinding['nodes'] =>
  given.map(([id, score]) => ({ id, score }));
const drawn = (...given: [string, number][]) => ({
  ...REPLY,
  findings: [{ ...findingOf(REPLY, 'attribution'), nodes: nodes(...given) }],
});

test('leading heads once each, strongest first, then tokens from the answering one back', () => {
  const picks = picksOf(drawn(['L1H0@2', 0.2], ['M3@4', 9], ['L2H1@3', -0.5], ['L1H0@4', 0.7], ['logit', 1]));
  expect(picks.slice(0, 2)).toEqual([
    { action: 'head', argument: 'L1H0', label: 'L1H0', note: '+0.70 logits' },
    { action: 'head', argument: 'L2H1', label: 'L2H1', note: '−0.50 logits' },
  ]);
  const last = REPLY.prompt.tokens.length - 1;
  expect(picks[2]).toMatchObject({ action: 'token', argument: String(last) });
  expect(picks.at(-1)?.argument).toBe(String(Math.max(0, last - 22)));
});

test('never more than a select holds, and without a graph or a prompt what there is', () => {
  const many = drawn(...Array.from({ length: 40 }, (_, i): [string, number] => [`L${i}H0@1`, i]));
  expect(picksOf(many).filter(({ action }) => action === 'head')).toHaveLength(12);
  expect(picksOf(many).length).toBeLessThanOrEqual(25);
  expect(picksOf({ ...REPLY, findings: [], prompt: { text: '', tokens: [] } })).toEqual([]);
});
