import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlation } from '../../src/analysis/correlation.ts';
import { exactEffects } from '../../src/analysis/exact-effects.ts';
import type { Metric } from '../../src/analysis/findings.ts';
import { gatesOf } from '../../src/analysis/gates.ts';
import { coarseSizes, finerSizes } from '../../src/analysis/grow-sizes.ts';
import { indexOf, isMlp, nodeAt, positionOf, spaceSize } from '../../src/analysis/node-space.ts';
import { quantile } from '../../src/analysis/quantile.ts';
import { randomSets } from '../../src/analysis/random-sets.ts';
import { receipt } from '../../src/analysis/receipt.ts';
import { receiptPlan } from '../../src/analysis/receipt-plan.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { at } from '../../src/kernel/tensor.ts';

const space = { layers: 3, heads: 2, tokens: 4 };
const all = Array.from({ length: spaceSize(space) }, (_, i) => i);

describe('nodes', () => {
  test('every number has a name of its own and comes back from it', () => {
    const names = all.map((index) => nodeAt(space, index));
    expect(new Set(names).size).toBe(36);
    expect(names.map((name) => indexOf(space, name))).toEqual(all);
    expect(names.filter((name) => name.startsWith('M'))).toHaveLength(12);
  });

  test('a name says its place: gates of L1H0@2 and M2@3 alone', () => {
    const gates = gatesOf(space, [
      { only: [indexOf(space, 'L1H0@2') ?? -1] },
      { allBut: [indexOf(space, 'M2@3') ?? -1] },
    ]);
    expect(gates.shape).toEqual([2, 3, 4, 3]);
    expect([...at(gates, 0, 1, 2).data]).toEqual([1, 0, 0]);
    expect([...at(gates, 1, 2, 3).data]).toEqual([1, 1, 0]);
    const sum = (row: number) => at(gates, row).data.reduce((total, gate) => total + gate, 0);
    expect([sum(0), sum(1)]).toEqual([1, 35]);
  });

  test.each(['E@3', 'B', 'logit', 'T@1', 'L3H0@0', 'L0H2@0', 'L0H0@4', 'M3@0', 'M0'])(
    '%s is none of them',
    (name) => {
      expect(indexOf(space, name)).toBeUndefined();
    },
  );
});

describe('random sets', () => {
  const circuit = ['L0H0@1', 'L1H1@3', 'M2@3'].map((name) => indexOf(space, name) ?? -1);

  test('are of the circuit’s size and kind, from the edited token on, without repetition', () => {
    const sets = randomSets(space, circuit, { count: 50, from: 2, seed: 1 });
    expect(sets).toHaveLength(50);
    for (const set of sets) {
      expect(new Set(set).size).toBe(3);
      expect(set.filter((node) => isMlp(space, node))).toHaveLength(1);
      expect(Math.min(...set.map((node) => positionOf(space, node)))).toBeGreaterThanOrEqual(2);
    }
    expect(sets).toEqual(randomSets(space, circuit, { count: 50, from: 2, seed: 1 }));
    expect(sets).not.toEqual(randomSets(space, circuit, { count: 50, from: 2, seed: 2 }));
  });

  test('reach every node there is', () => {
    const sets = randomSets(space, circuit, { count: 400, from: 0, seed: 7 });
    expect(new Set(sets.flat()).size).toBe(36);
  });

  test('a circuit of everything has everything as its like', () => {
    const [set] = randomSets(space, all, { count: 1, from: 3, seed: 1 });
    expect([...(set ?? [])].sort((a, b) => a - b)).toEqual(all);
  });
});

const metric: Metric = {
  kind: 'logitDiff',
  tokens: [
    { id: tokenId(1), text: ' a' },
    { id: tokenId(2), text: ' b' },
  ],
  position: 3,
  value: 6,
};
const grow = { share: 0.8, nodes: 2, tried: 3 };
const about = { metric, nodes: ['L0H0@1'], ofNodes: 36, seed: 7, ablation: 'patched', grow };

describe('the receipt', () => {
  test('runs nothing, the circuit, all but it, everything, and random sets', () => {
    expect(
      receiptPlan(
        [5, 6],
        [
          [1, 2],
          [3, 4],
        ],
      ),
    ).toEqual([
      { only: [] },
      { only: [5, 6] },
      { allBut: [5, 6] },
      { allBut: [] },
      { only: [1, 2] },
      { only: [3, 4] },
    ]);
  });

  test('shares are of the way from the counterfactual to the prompt', () => {
    const found = receipt([-4, 5, -3, 6, -4, -3, -2], about);
    expect(found).toMatchObject({ empty: -4, circuit: 5, complement: -3, full: 6 });
    expect(found.sufficiency).toBeCloseTo(0.9, 12);
    expect(found.necessity).toBeCloseTo(0.9, 12);
    expect(found.random).toEqual({
      n: 3,
      median: expect.closeTo(0.1, 12),
      p95: expect.closeTo(0.19, 12),
      seed: 7,
    });
    expect(found.caveats).toEqual([]);
  });

  test('a low one says so', () => {
    const found = receipt([-4, 0, -3, 6, 3, 3, 3], about);
    expect(found.caveats.join(' ')).toMatch(/carry 40 %.*do not trust this picture.*Random sets.*70 %/s);
  });

  test('a counterfactual that changes nothing has no shares, in words', () => {
    const found = receipt([6, 6, 6, 6, 6, 6, 6], about);
    expect([found.sufficiency, found.necessity, found.random.median]).toEqual([null, null, null]);
    expect(found.caveats.join()).toMatch(/nothing for nodes to carry/);
    const hardly = receipt([5.95, 9, 6, 6, 6, 6, 6], about);
    expect(hardly.sufficiency).toBeNull(); // 61 times a way of .05 logits says nothing
  });
});

test('the smallest set is looked for between the coarse size that did and the one before', () => {
  expect(coarseSizes(30)).toEqual([5, 16, 25]);
  expect(coarseSizes(3)).toEqual([3]);
  expect(coarseSizes(0)).toEqual([]);
  expect(finerSizes([5, 16, 25], [false, true, true])).toEqual([6, 8, 10, 13]);
  expect(finerSizes([5, 16, 25], [true, true, true])).toEqual([1, 2, 3, 4]);
  expect(finerSizes([5, 16, 25], [false, false, false])).toEqual([]);
});

test('effects are what is lost without a node; r is Pearson’s', () => {
  const scored = [1, 2, 4].map((score, i) => ({ id: `M${i}@0`, score }));
  const { nodes, r } = exactEffects(scored, [10, 9, 8.5, 7]);
  expect(nodes.map(({ effect }) => effect)).toEqual([1, 1.5, 3]);
  // deviations −4/3, −1/3, 5/3 and −5/6, −1/3, 7/6
  expect(r).toBeCloseTo((20 / 18 + 1 / 9 + 35 / 18) / Math.sqrt((42 / 9) * (25 / 36 + 1 / 9 + 49 / 36)), 12);
  expect(exactEffects(scored.slice(0, 1), [1, 0]).r).toBeNull();
  expect(exactEffects(scored, [1, 0, 0, 0]).r).toBeNull();
});

test('correlation is 1 with any rising line, and does not care for the order of its sides', () => {
  const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 12 });
  fc.assert(
    fc.property(
      values.filter((list) => new Set(list).size > 1),
      (list) => {
        expect(
          correlation(
            list,
            list.map((x) => 3 * x - 2),
          ),
        ).toBeCloseTo(1, 9);
        expect(
          correlation(
            list,
            list.map((x) => -x),
          ),
        ).toBeCloseTo(-1, 9);
        const other = list.map((x, i) => x * i);
        expect(correlation(list, other)).toBeCloseTo(correlation(other, list), 9);
      },
    ),
  );
});

test('quantiles lie between the order statistics', () => {
  expect([0, 0.25, 0.5, 0.95, 1].map((share) => quantile([4, 1, 3, 2, 5], share))).toEqual([
    1,
    2,
    3,
    expect.closeTo(4.8, 12),
    5,
  ]);
  expect(quantile([], 0.5)).toBeNaN();
});
