import { expect, test } from 'vitest';
import type { AttributionFinding } from '../../src/analysis/findings.ts';
import type { SaidFinding } from '../../src/analysis/said-finding.ts';
import { picksOf } from '../../src/dispatch/picks.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { sampleFork } from '../figure/sample-fork.ts';
import { sampleHead } from '../figure/sample-head.ts';
import { sampleIntervention } from '../figure/sample-intervention.ts';
import { PROMPTS } from '../figure/sample-prompts.ts';
import { sampleReply } from '../figure/sample-reply.ts';
import { sampleRoles } from '../figure/sample-roles.ts';

const SHAPE = { tokens: PROMPTS.ioi, layers: 6, heads: 4 };
const REPLY = sampleReply(SHAPE);
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

const SAID: SaidFinding = {
  kind: 'said',
  method: 'fixture',
  unit: 'probability',
  control: 'none',
  caveats: [],
  asked: 'What is the capital of France?',
  text: 'The capital of France is Paris.',
  tokens: words(
    ['The', 0.9],
    [' capital', 0.8],
    [' of', 0.99],
    [' France', 0.7],
    [' is', 0.6],
    [' Paris', 0.5],
    ['.', 0.9],
  ),
  ended: 'end',
  form: 'chat',
  earlier: { seen: 0, dropped: 0, asked: [] },
  sampling: { temperature: 0, seed: 0, maxTokens: 120 },
};

test('of what was said its content words, in their order, with their chance and the other word', () => {
  const rival = { id: tokenId(9), text: ' Lyon', prob: 0.2 };
  const tokens = SAID.tokens.map((token, i) => (i === 5 ? { ...token, rival } : token));
  expect(picksOf({ ...REPLY, findings: [{ ...SAID, tokens }] }, 4)).toEqual([
    { action: 'word', argument: '1', label: 'Why “capital”?', note: '80 %' },
    { action: 'word', argument: '3', label: 'Why “France”?', note: '70 %' },
    { action: 'word', argument: '5', label: 'Why “Paris”?', note: '50 %, else “Lyon” 20 %' },
    expect.objectContaining({ action: 'token' }),
  ]);
});

test('of more words than fit those it was least sure of', () => {
  const picks = (tokens: SaidFinding['tokens'], most: number) =>
    picksOf({ ...REPLY, findings: [{ ...SAID, tokens }] }, most).map(({ argument }) => argument);
  expect(picks(SAID.tokens, 2)).toEqual(['3', '5']);
});

test.each([
  ['fork', sampleFork, 'logits'],
  ['head', sampleHead, 'logits'],
  ['comparison', sampleIntervention, 'logits'],
  ['roles', sampleRoles, 'nats'],
] as const)('heads of a %s, strongest first, each with its unit, within a select', (_, sample, unit) => {
  const whole = sample(SHAPE);
  const reply = { ...whole, findings: whole.findings.slice(-1) };
  const heads = picksOf(reply).filter(({ action }) => action === 'head');
  const scores = heads.map(({ note = '' }) => Math.abs(Number.parseFloat(note.replace('−', '-'))));
  expect(heads.length).toBeGreaterThan(0);
  expect(new Set(heads.map(({ argument }) => argument)).size).toBe(heads.length);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  for (const { argument, note } of heads)
    expect([argument, note]).toEqual([
      expect.stringMatching(/^L\d+H\d+$/),
      expect.stringMatching(`^[+−\\d][^ ]* ${unit}$`),
    ]);
  expect(picksOf(reply).length).toBeLessThanOrEqual(25);
});

test('a label fits a select, whatever the token', () => {
  const long = { ...REPLY.prompt, tokens: [{ id: tokenId(1), text: '\u202e'.repeat(9) + 'x'.repeat(500) }] };
  for (const { label } of picksOf({ ...REPLY, prompt: long })) expect(label.length).toBeLessThanOrEqual(100);
});

function words(...given: [string, number][]): SaidFinding['tokens'] {
  return given.map(([text, prob], i) => ({ id: tokenId(i), text, prob }));
}
