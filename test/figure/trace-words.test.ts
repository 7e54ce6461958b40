import { expect, test } from 'vitest';
import type { AttributionFinding } from '../../src/analysis/findings.ts';
import { chainWords } from '../../src/figure/chain-words.ts';
import { traceWords } from '../../src/figure/trace-words.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { PROMPTS } from './sample-prompts.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

const tokens = [' capital', ' of', ' France', ' is'].map((text, i) => ({ id: tokenId(i), text }));
const graph: AttributionFinding = {
  kind: 'attribution',
  method: '',
  unit: 'logits',
  control: '',
  caveats: [],
  metric: { kind: 'logitDiff', tokens: [], position: 3, value: 8 },
  nodes: [
    { id: 'M0@2', score: 5 },
    { id: 'L1H4@2', score: 3 },
    { id: 'M3@2', score: -2 },
    { id: 'L8H1@3', score: 4 },
    { id: 'L9H2@3', score: 2 },
    { id: 'M9@3', score: 1 },
    { id: 'E@2', score: 6 },
  ],
  edges: [
    { from: 'M0@2', to: 'L8H1@3', score: 2, via: 'value' },
    { from: 'L1H4@2', to: 'L8H1@3', score: 1.5, via: 'key' },
    { from: 'M0@2', to: 'L9H2@3', score: 1, via: 'value' },
    { from: 'L8H1@3', to: 'logit', score: 3, via: 'logit' },
    { from: 'M9@3', to: 'logit', score: 1, via: 'logit' },
    { from: 'L9H2@3', to: 'logit', score: -0.5, via: 'logit' },
    { from: 'M0@2', to: 'logit', score: 0.01, via: 'logit' },
    { from: 'M1@0', to: 'L9H2@3', score: 0.2, via: 'value' },
    { from: 'L8H1@3', to: 'L9H2@3', score: 9, via: 'query' },
  ],
  shown: { nodes: 6, ofNodes: 100, edges: 7, ofEdges: 90, share: 0.5 },
  rules: 'path-averaged',
};

test('the way of the answer: which word is read where and by whom, and what writes the answer', () => {
  expect(chainWords(graph, tokens)).toEqual([
    '“France” is read at “is” by L8H1 and L9H2 (+4.50), after M0 and L1H4 there.',
    'Written by L8H1 +3.00, M9 +1.00; against it L9H2 −0.50.',
  ]);
  expect(chainWords({ ...graph, edges: [] }, tokens)).toEqual([]);
  const cancelling = [{ nodes: ['L8H1@3', 'L9H2@3'] as const, together: -0.1 }];
  expect(chainWords({ ...graph, edges: [], cancelling }, tokens)).toEqual([
    'L8H1 and L9H2 cancel out (together −0.10).',
  ]);
});

const words = (shape: Partial<SampleShape> = {}) =>
  traceWords(sampleReply({ tokens: PROMPTS.ioi, layers: 6, heads: 8, ...shape }));

test('a trace says the answer, what it is held against, the way, and the receipt, in that order', () => {
  expect(words()).toMatch(
    /^The model says “Mary” \(92 %; then .*\)\. .* → Sarah turns “Mary” into “the” \(79 %\)\. .*(read at|Written by).*\. \d+ of 756 nodes carry 92 % of the metric alone, 100 % is lost without them; random sets like them carry 1 %\. 12 reach 80 %\.$/,
  );
});

test('a trace whose receipt is low ends in the doubt', () => {
  expect(words({ sufficiency: 0.31 })).toMatch(/Do not trust this picture: the nodes shown carry 31 %\.$/);
  expect(words({ sufficiency: null })).toMatch(/nothing was tested\. Do not trust this picture/);
  expect(words({ source: 'corrupted mean' })).toMatch(/No clean counterfactual: .* which is weaker\./);
});
