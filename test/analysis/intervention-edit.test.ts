import { expect, test } from 'vitest';
import { interventionControl } from '../../src/analysis/intervention.ts';
import { interventionCaveats } from '../../src/analysis/intervention-caveats.ts';
import {
  editInWords,
  hasOthers,
  isMlpName,
  randomEdits,
  unitOf,
} from '../../src/analysis/intervention-edit.ts';
import type { EditedComponent } from '../../src/analysis/intervention-finding.ts';

const edit = (name: string, more: Partial<EditedComponent> = {}): EditedComponent => ({
  name,
  from: 0,
  to: 9,
  gain: 0,
  kind: 'ablated',
  ...more,
});
const MODEL = { layers: 6, heads: 8 };

test.each([
  [edit('L5H1'), 'L5H1 ablated'],
  [edit('M3', { from: 4, to: 4 }), 'M3@4 ablated'],
  [edit('L2H0', { from: 4, to: 8, gain: -0.5, kind: 'scaled' }), 'L2H0@4..8 × −0.5'],
])('an edit in words: %#', (given, words) => {
  expect(editInWords(given, 10)).toBe(words);
});

test('random edits: as many of each kind, in the same places with the same gains, none of the edited', () => {
  const edits = [
    edit('L5H1'),
    edit('L5H1', { from: 2, to: 2, gain: 2, kind: 'scaled' }),
    edit('L0H0', { gain: 0.5, kind: 'scaled' }),
    edit('M3'),
  ];
  const sets = randomEdits(edits, MODEL, { count: 20, seed: 3 });
  expect(sets).toHaveLength(20);
  for (const set of sets) {
    expect(set.map(({ name, ...rest }) => [isMlpName(name), rest])).toEqual(
      edits.map(({ name, ...rest }) => [isMlpName(name), rest]),
    );
    expect(set[0]?.name).toBe(set[1]?.name); // one component stands for one
    expect(new Set(set.map(({ name }) => name)).size).toBe(3);
    for (const { name } of set) {
      expect(['L5H1', 'L0H0', 'M3']).not.toContain(name);
      const { layer, head = 0 } = unitOf(name);
      expect(layer < MODEL.layers && head < MODEL.heads).toBe(true);
    }
  }
  expect(randomEdits(edits, MODEL, { count: 20, seed: 3 })).toEqual(sets);
  expect(randomEdits(edits, MODEL, { count: 20, seed: 4 })).not.toEqual(sets);
});

test('one head: 20 different others; where there are no 20, they repeat', () => {
  const names = (layers: number) =>
    randomEdits([edit('L0H0')], { layers, heads: 8 }, { count: 20, seed: 1 }).map(([one]) => one?.name);
  expect(new Set(names(6)).size).toBe(20);
  expect(new Set(names(1)).size).toBe(7);
});

test('all MLPs of a model leave no others: they stand for each other', () => {
  const all = Array.from({ length: 6 }, (_, layer) => edit(`M${layer}`));
  const [set] = randomEdits(all, MODEL, { count: 2, seed: 1 });
  expect(new Set(set?.map(({ name }) => name)).size).toBe(6);
});

test('whether there is anything else to draw', () => {
  const all = Array.from({ length: 6 }, (_, layer) => edit(`M${layer}`));
  expect(hasOthers(all, MODEL)).toBe(false);
  expect(hasOthers(all.slice(1), MODEL)).toBe(true);
  expect(hasOthers([...all, edit('L0H0')], MODEL)).toBe(true);
});

const parts = [{ node: 'M3', before: 1, after: 2, change: 1, moved: 0.5 }];

test('a control says how special an edit is, and a weak one is called weak', () => {
  const kls = Array.from({ length: 20 }, (_, i) => i / 100);
  const special = interventionControl('components', '20 other heads', 0.5, kls);
  expect(special).toMatchObject({ n: 20, median: 0.095, atLeast: 0 });
  expect(special.p95).toBeCloseTo(0.1805, 9);
  const facts = { components: [edit('L5H1')], parts, baseline: null };
  expect(interventionCaveats({ ...facts, controls: [special] })).toEqual([]);
  const weak = interventionControl('components', '20 other heads', 0.1, kls);
  expect(weak.atLeast).toBeCloseTo(0.5, 9);
  expect(interventionCaveats({ ...facts, controls: [weak] })).toEqual([
    expect.stringMatching(/^Weak: KL 0\.10 nats .* \(50 % of 20 do at least as much\)/),
  ]);
});

test('zero, a mean and the first token of an MLP are named as what they are', () => {
  const caveats = (source: 'zero' | 'mean' | 'counterfactual', given: EditedComponent) =>
    interventionCaveats({ components: [given], controls: [], parts, baseline: { source, words: 'words' } });
  expect(caveats('zero', edit('M3'))).toEqual([
    expect.stringContaining('zero'),
    expect.stringContaining('M3@1..9'),
  ]);
  expect(caveats('mean', edit('M3', { from: 1 }))).toEqual([expect.stringContaining('weaker')]);
  expect(caveats('counterfactual', edit('M3'))).toEqual([]);
  expect(caveats('counterfactual', edit('M3', { kind: 'scaled' }))).toHaveLength(2);
});

test('an edit that changed nothing says that, and nothing else', () => {
  const still = [{ node: 'M3', before: 1, after: 1, change: 0, moved: 0 }];
  expect(
    interventionCaveats({
      components: [edit('M3')],
      controls: [interventionControl('components', 'others', 0, [1, 2])],
      parts: still,
      baseline: { source: 'zero', words: 'zero' },
    }),
  ).toEqual([expect.stringContaining('changed no number')]);
});
