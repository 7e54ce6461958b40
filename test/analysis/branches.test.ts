import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupOf, memoryCauses, nodeCauses, tokenCauses } from '../../src/analysis/branch-causes.ts';
import {
  leadingDrivers,
  type MeasuredCause,
  supportersOf,
  togetherOf,
  unitsOf,
} from '../../src/analysis/branch-drivers.ts';
import { branchMetrics, branchTerms } from '../../src/analysis/branch-metrics.ts';
import { randomNodeSets, randomTokenSets } from '../../src/analysis/branch-random.ts';
import { type BranchParts, branchesFinding } from '../../src/analysis/branches.ts';
import { isMlp, nodeAt, positionOf, spaceSize } from '../../src/analysis/node-space.ts';
import { tokenId } from '../../src/kernel/ids.ts';

const token = (id: number) => ({ id: tokenId(id), text: ` w${id}` });
const cause = (node: string, effect: number, score = effect): MeasuredCause => ({
  node,
  units: [Number(node.split('@')[1])],
  score,
  effect,
});

describe('the metric of a branch', () => {
  test('of three is its logit minus the mean of the other two, by hand', () => {
    expect(branchMetrics([6, 3, 0])).toEqual([4.5, 0, -4.5]);
  });

  test('its terms on any logits give the same number, and all metrics sum to 0', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 2, maxLength: 6 }),
        (logits) => {
          const terms = branchTerms(
            logits.map((_, i) => token(i)),
            4,
          );
          const byTerms = terms.map((own) =>
            own.reduce((sum, { token: id, weight }) => sum + weight * (logits[id] ?? 0), 0),
          );
          const metrics = branchMetrics(logits);
          metrics.forEach((metric, i) => {
            expect(metric).toBeCloseTo(byTerms[i] ?? Number.NaN, 9);
          });
          expect(metrics.reduce((sum, metric) => sum + metric, 0)).toBeCloseTo(0, 9);
          expect(terms.flat().every(({ position }) => position === 4)).toBe(true);
        },
      ),
    );
  });

  test('of two is a logit difference, and its negative', () => {
    expect(branchMetrics([5, 2])).toEqual([3, -3]);
  });
});

describe('what is measured', () => {
  const space = { layers: 3, heads: 2, tokens: 4 };
  const scoresIn = (within: typeof space) =>
    Array.from({ length: spaceSize(within) }, (_, i) => ({ id: nodeAt(within, i), score: Math.sin(i * 7) }));
  const scored = scoresIn(space);

  test('the leading scores of one kind or both, for the branch and against it', () => {
    const all = nodeCauses(space, scored, 'all');
    const best = [...scored].sort((a, b) => b.score - a.score);
    expect(all.slice(0, 9).map(({ node }) => node)).toEqual(best.slice(0, 9).map(({ id }) => id));
    expect(all.slice(9).map(({ node }) => node)).toEqual(best.slice(-3).map(({ id }) => id));
    expect(nodeCauses(space, scored, 'heads').every(({ node }) => node.startsWith('L'))).toBe(true);
    expect(nodeCauses(space, scored, 'mlps').every(({ node }) => node.startsWith('M'))).toBe(true);
  });

  test('a score of 0 is no cause', () => {
    expect(
      nodeCauses(
        space,
        scored.map(({ id }) => ({ id, score: 0 })),
        'all',
      ),
    ).toEqual([]);
  });

  test('recall and context take every node once, MLPs and heads apart, scores summed', () => {
    const two = { ...space, tokens: 2 };
    const scored = scoresIn(two);
    const groups = memoryCauses(two, scored);
    expect(groups).toHaveLength(2 * two.tokens);
    expect(groups.flatMap(({ units }) => units).sort((a, b) => a - b)).toEqual(scored.map((_, i) => i));
    for (const { node, units, score } of groups) {
      const position = Number(node.split('@')[1]);
      expect(
        units.every(
          (unit) => isMlp(two, unit) === node.startsWith('M*') && positionOf(two, unit) === position,
        ),
      ).toBe(true);
      expect(score).toBeCloseTo(
        units.reduce((sum, unit) => sum + (scored[unit]?.score ?? 0), 0),
        9,
      );
    }
    expect(groupOf(two, scored, 'M*', { mlps: true }).units).toHaveLength(two.layers * two.tokens);
  });

  test('tokens but the last, at most 64, the nearest to it', () => {
    expect(tokenCauses(4).map(({ node }) => node)).toEqual(['T@0', 'T@1', 'T@2']);
    expect(tokenCauses(1)).toEqual([]);
    const long = tokenCauses(100);
    expect([long.length, long[0]?.node, long.at(-1)?.node]).toEqual([64, 'T@35', 'T@98']);
  });
});

describe('what drives a branch', () => {
  const measured = [9, -1, 3, -7, 8, 7, 6, 5, 4, 0, -2].map((effect, i) => cause(`M0@${i}`, effect));

  test('six for it and two against it, by size', () => {
    expect(leadingDrivers(measured).map(({ effect }) => effect)).toEqual([9, 8, 7, -7, 6, 5, 4, -2]);
  });

  test('together: what is for it, its share of the way, and random sets as effects', () => {
    const supporters = supportersOf(leadingDrivers(measured), 2);
    expect(unitsOf(supporters)).toEqual([0, 4]);
    const found = togetherOf(supporters, { full: 5, empty: -3, without: 1 }, [5, 4, 3]);
    expect(found).toMatchObject({
      drivers: 2,
      units: 2,
      effect: 4,
      share: 0.5,
      random: { n: 3, median: 1, p95: 1.9 },
    });
  });

  test('a baseline that does not lower the metric has no share, and no random sets are none', () => {
    const found = togetherOf(measured.slice(0, 1), { full: 1, empty: 1.05, without: 0 }, []);
    expect([found.share, found.random]).toEqual([null, null]);
  });
});

describe('random sets', () => {
  test('of tokens are other tokens, as many, each set once; too few others give none', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(),
        (tokens, hide, seed) => {
          const pool = Array.from({ length: tokens }, (_, i) => i);
          const hidden = pool.slice(0, hide);
          const sets = randomTokenSets(pool, hidden, { count: 20, seed });
          if (tokens - hidden.length < hidden.length) expect(sets).toEqual([]);
          else expect(sets.length).toBeGreaterThan(0);
          expect(new Set(sets.map(String)).size).toBe(sets.length);
          for (const set of sets) {
            expect(new Set(set).size).toBe(hidden.length);
            expect(set.some((position) => hidden.includes(position))).toBe(false);
          }
        },
      ),
    );
  });

  test('of nodes are not drawn where they would be the same nodes again', () => {
    const space = { layers: 2, heads: 3, tokens: 4 };
    const heads = Array.from({ length: spaceSize(space) }, (_, i) => i).filter(
      (i) => !isMlp(space, i) && positionOf(space, i) >= 2,
    );
    const how = { count: 5, from: 2, seed: 1 };
    expect(randomNodeSets(space, heads.slice(0, 7), how)).toEqual([]);
    expect(randomNodeSets(space, heads.slice(0, 6), how).map((set) => set.length)).toEqual([6, 6, 6, 6, 6]);
    expect(randomNodeSets(space, [], how)).toEqual([]);
  });
});

describe('the finding', () => {
  const parts = (effects: readonly number[], p95: number): BranchParts => ({
    branch: { ...token(1), prob: 0.5, logit: 4 },
    written: { text: ' on', tokens: [], ended: 'length' },
    measured: {
      empty: -1,
      measured: effects.map((effect, i) => cause(`M0@${i}`, effect, -effect)),
      drivers: effects.map((effect, i) => cause(`M0@${i}`, effect, -effect)),
      together: { drivers: 1, units: 1, effect: 1, share: 0.5, random: { n: 20, median: 0, p95 } },
    },
  });
  const about = {
    position: 3,
    sources: 'all',
    ablation: 'patched',
    subject: [1],
    caveats: [],
    reads: new Map(),
  } as const;

  test('keeps what is left to all other words, and never less than nothing', () => {
    const two = { ...about, branches: [parts([2, 1], 0), parts([2, 1], 0)] };
    expect(branchesFinding(two).rest).toBe(0);
    expect(branchesFinding({ ...two, branches: [parts([2], 0)] }).rest).toBe(0.5);
  });

  test('says when its drivers do no more than random sets, and when scores mislead', () => {
    const strong = branchesFinding({ ...about, branches: [parts([2, 1], 0.2), parts([2, 1], 0.2)] });
    expect(strong.caveats.join(' ')).not.toMatch(/no more together/);
    expect(strong.agreement?.r).toBeCloseTo(-1, 9);
    expect(strong.caveats.join(' ')).toMatch(/agree poorly/);
    const weak = branchesFinding({ ...about, branches: [parts([2, 1], 1.2), parts([2, 1], 0.2)] });
    expect(weak.caveats.filter((caveat) => /no more together \(\+1\.00 logits\)/.test(caveat))).toHaveLength(
      1,
    );
  });

  test('without anything measured holds the branches alone', () => {
    const bare = { ...parts([], 0), measured: undefined };
    const found = branchesFinding({
      ...about,
      ablation: null,
      branches: [bare, { ...bare, branch: { ...token(2), prob: 0.25, logit: 1 } }],
    });
    expect(
      found.branches.map(({ metric, empty, drivers, together }) => [metric, empty, drivers, together]),
    ).toEqual([
      [3, null, [], null],
      [-3, null, [], null],
    ]);
    expect(found).not.toHaveProperty('agreement');
    expect(found.caveats).toEqual([]);
  });
});
