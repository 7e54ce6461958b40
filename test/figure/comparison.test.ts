import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InterventionFinding } from '../../src/analysis/intervention-finding.ts';
import { comparisonFigure } from '../../src/figure/comparison.ts';
import { comparisonTitle } from '../../src/figure/comparison-title.ts';
import { comparisonWords } from '../../src/figure/comparison-words.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { percent, signed } from '../../src/kernel/numbers.ts';
import { tokenLabel } from '../../src/kernel/token-label.ts';
import { sampleIntervention } from './sample-intervention.ts';
import { PROMPTS } from './sample-prompts.ts';
import { anyShape } from './shapes.ts';

const ioi = (seed: number) => sampleIntervention({ tokens: PROMPTS.ioi, layers: 30, heads: 9, seed });

test('words are drawn with their own numbers, each side in its order', () => {
  fc.assert(
    fc.property(anyShape, (shape) => {
      const reply = sampleIntervention(shape);
      const finding = findingOf(reply, 'intervention');
      const { words } = comparisonFigure(reply);
      for (const side of ['before', 'after'] as const) {
        const rows = [...words].sort((a, b) => a[side].row - b[side].row);
        expect(rows.map((word) => word[side].row)).toEqual(rows.map((_, i) => i));
        const probs = rows.map((word) => word[side].prob);
        expect(probs).toEqual([...probs].sort((a, b) => b - a));
        expect(words.filter((word) => word[side].answer)).toHaveLength(1);
        for (const { prob, value } of rows.map((word) => word[side])) expect(value).toBe(percent(prob));
      }
      const all = finding.words.map((word) => [tokenLabel(word.text), word.before.prob, word.after.prob]);
      for (const { label, before, after, move } of words) {
        expect(all).toContainEqual([label, before.prob, after.prob]);
        if (move !== 'stays') expect(move === 'rises').toBe(after.prob > before.prob);
      }
    }),
    { numRuns: 40 },
  );
});

test('the strip holds the largest changes and nothing else', () => {
  const reply = ioi(2);
  const { parts, changes } = findingOf(reply, 'intervention');
  const { strip } = comparisonFigure(reply);
  const sizes = [...parts.map(({ change }) => change), changes.norm].map(Math.abs).sort((a, b) => b - a);
  expect(strip.map(({ change }) => Math.abs(change))).toEqual(sizes.slice(0, 9));
  for (const { change, value } of strip) expect(value).toBe(signed(change));
  expect(Math.max(...strip.map(({ share }) => Math.abs(share)))).toBe(1);
});

test('the scale of a control: the edit, the median and the 95th percentile lie as they are', () => {
  const reply = ioi(2);
  const { controls } = findingOf(reply, 'intervention');
  comparisonFigure(reply).scales.forEach(({ at, random, tone }, i) => {
    const control = controls[i];
    if (control === undefined || random === undefined) throw new Error('no control');
    expect(at / random.p95).toBeCloseTo(control.kl / control.p95, 9);
    expect(random.median / random.p95).toBeCloseTo(control.median / control.p95, 9);
    expect(Math.max(at, random.p95)).toBeLessThan(1);
    if (control.of === 'components') expect(tone).toBe(control.kl > control.p95 ? 'good' : 'warn');
  });
});

const base = findingOf(ioi(1), 'intervention');
const head = (name: string, more: object = {}) => ({
  name,
  from: 0,
  to: base.tokens.length - 1,
  gain: 0,
  kind: 'ablated' as const,
  ...more,
});
const word = (from: string, to: string) => ({ from, to, times: 1 });
const titled = (edits: Partial<InterventionFinding>) =>
  comparisonTitle({ ...base, components: [], replaced: [], ...edits });

test.each<[Partial<InterventionFinding>, string]>([
  [{ components: [head('L5H1')] }, 'What if L5H1 were silent?'],
  [{ components: [head('L5H1'), head('M3', { from: 4, to: 4 })] }, 'What if L5H1 and M3@4 were silent?'],
  [{ components: [head('M3', { gain: -0.5, kind: 'scaled' })] }, 'What if M3 wrote −0.5×?'],
  [{ replaced: [word('France', 'Italy')] }, 'What if “France” were “Italy”?'],
  [{ replaced: [word('red', '')] }, 'What if “red” were gone?'],
  [
    { replaced: [word('France', 'Italy')], components: [head('L5H1')] },
    'What if “France” were “Italy” and L5H1 were silent?',
  ],
  [
    { components: ['L1H1', 'L1H2', 'L1H3', 'L1H4', 'L1H5'].map((name) => head(name)) },
    'What if L1H1, L1H2 and 3 others were silent?',
  ],
])('a title is a question: %#', (edits, title) => {
  expect(titled(edits)).toBe(title);
});

test('no title is too long for the card', () => {
  const long = 'Donaudampfschifffahrtsgesellschaft';
  const components = Array.from({ length: 9 }, (_, i) =>
    head(`L${20 + i}H1`, { gain: i, kind: i === 0 ? 'ablated' : 'scaled' }),
  );
  for (const replaced of [[], [word(long, `${long}en`)], [word('a', 'b'), word(long, 'c')]])
    for (const some of [components, components.slice(0, 2), []])
      if (replaced.length + some.length > 0) {
        const title = titled({ replaced, components: some });
        expect(title).toMatch(/^What if .+\?$/);
        if (some.length > 0 || replaced.length > 1) expect(title.length).toBeLessThanOrEqual(52);
      }
});

test('the prompt: what went, what came, the far parts folded, edited places marked', () => {
  const { pieces } = comparisonFigure(
    sampleIntervention({ tokens: PROMPTS.long, layers: 6, heads: 8, seed: 5 }),
  );
  const kinds = pieces.map(({ kind }) => kind);
  expect(kinds).toContain('old');
  expect(kinds[kinds.indexOf('old') + 1]).toBe('new');
  expect(kinds).toContain('gap');
  expect(kinds.at(-1)).toBe('same');
  expect(pieces.length).toBeLessThanOrEqual(14);
});

test('the words name both answers, the divergence and its control', () => {
  const reply = ioi(0);
  const finding = findingOf(reply, 'intervention');
  const text = comparisonWords(reply).join(' ');
  for (const edit of finding.edits) expect(text).toContain(edit);
  expect(text).toContain('KL(before ‖ after)');
  expect(text).toContain(finding.controls[0]?.drawn);
  expect(text).toContain(signed(finding.after.metric.value));
});
