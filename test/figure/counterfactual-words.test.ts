import { expect, test } from 'vitest';
import type { CounterfactualFinding, ReceiptFinding } from '../../src/analysis/findings.ts';
import { counterfactualWords, receiptWords } from '../../src/figure/counterfactual-words.ts';
import { tokenId } from '../../src/kernel/ids.ts';

const token = (text: string) => ({ id: tokenId(1), text });
const base = { method: '', unit: '', control: '', caveats: [] };
const found: CounterfactualFinding = {
  ...base,
  kind: 'counterfactual',
  source: 'auto',
  text: 'The capital of Australia is',
  tokens: [],
  edits: [{ position: 3, from: token(' France'), to: token(' Australia') }],
  answer: { ...token(' Sydney'), prob: 0.9 },
  original: { ...token(' Paris'), prob: 0.95, after: 0.01 },
  rank: 0.6,
  tried: 60,
  versions: 1,
  rows: [],
};

test('a counterfactual in words', () => {
  expect(counterfactualWords(found)).toBe('France → Australia turns “Paris” into “Sydney” (90 %).');
  const still = { ...found, original: { ...found.original, after: 0.97 } };
  expect(counterfactualWords(still)).toBe(
    'France → Australia leaves “Paris” (97 %) ahead of “Sydney” (90 %).',
  );
  expect(counterfactualWords({ ...found, source: 'corrupted mean', versions: 16 })).toMatch(
    /No clean counterfactual.*mean over 16 corrupted versions, which is weaker\.$/,
  );
});

test('of many exchanged words three are named', () => {
  const edits = ['a', 'b', 'c', 'd', 'e'].map((text, position) => ({
    position,
    from: token(text),
    to: token(`${text}'`),
  }));
  expect(counterfactualWords({ ...found, edits })).toMatch(
    /^a → a', b → b', c → c' and 2 more turn “Paris” into/,
  );
});

const receipt: ReceiptFinding = {
  ...base,
  kind: 'receipt',
  metric: { kind: 'logitDiff', tokens: [token('a'), token('b')], position: 3, value: 6 },
  nodes: ['L0H0@1', 'M2@3'],
  ofNodes: 900,
  empty: -4,
  circuit: 5,
  complement: -4,
  full: 6,
  sufficiency: 0.9,
  necessity: 1,
  random: { n: 20, median: 0.01, p95: 0.02, seed: 0 },
  ablation: 'patched',
  grow: { share: 0.8, nodes: 1, tried: 2 },
};

test('a receipt in words', () => {
  const words = receiptWords(receipt);
  expect(words).toMatch(
    /^2 of 900 nodes carry 90.* alone, 100.* is lost without them; random sets .* 1.*\. 1 reach 80/,
  );
  expect(receiptWords({ ...receipt, sufficiency: -1.55, necessity: 1.08 })).toMatch(
    /carry −155 %.*108 % is lost/,
  );
  expect(receiptWords({ ...receipt, sufficiency: null, necessity: null })).toMatch(/nothing was tested/);
});
