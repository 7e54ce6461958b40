import { expect, test } from 'vitest';
import { isLink, LINK_RULE, maskedFit } from '../../src/analysis/influence.ts';
import { doubtsOf, probabilityOf } from '../../src/analysis/influence-doubt.ts';
import { logOdds, MOST_ODDS } from '../../src/analysis/log-odds.ts';
import { KEEP, type Mask, randomMasks } from '../../src/analysis/random-masks.ts';
import { randomFrom } from '../../src/kernel/random.ts';

const on = (mask: Mask, source: number): number => (mask[source] ? 1 : 0);
const runs = (sources: number, value: (mask: Mask) => number, most = 72) =>
  randomMasks(sources, most, 5).map((mask) => ({ mask, value: value(mask) }));

test('masks: everything visible first, none twice, six in ten visible, the same for a seed', () => {
  const masks = randomMasks(10, 72, 1);
  expect(masks).toHaveLength(72);
  expect(masks[0]).toEqual(Array.from({ length: 10 }, () => true));
  expect(new Set(masks.map((mask) => mask.join())).size).toBe(72);
  const visible = masks.slice(1).flat().filter(Boolean).length / 710;
  expect(Math.abs(visible - KEEP)).toBeLessThan(0.06);
  expect(randomMasks(10, 72, 1)).toEqual(masks);
  expect(randomMasks(10, 72, 2)).not.toEqual(masks);
});

test('of few pieces every combination is run, once', () => {
  for (const pieces of [1, 2, 3, 6]) {
    const masks = randomMasks(pieces, 72, 3);
    expect(new Set(masks.map((mask) => mask.join())).size).toBe(2 ** pieces);
    expect(masks).toHaveLength(2 ** pieces);
  }
});

test('log-odds by hand; a sure answer is cut where floats end', () => {
  expect(logOdds([Math.log(0.5)])).toBeCloseTo(0, 12);
  expect(logOdds([Math.log(0.9), Math.log(0.5)])).toBeCloseTo(Math.log(0.45 / 0.55), 12);
  expect(logOdds([-40])).toBeCloseTo(-40, 9);
  expect(logOdds([0])).toBe(MOST_ODDS);
  expect(probabilityOf(logOdds([Math.log(0.3)]))).toBeCloseTo(0.3, 12);
});

test('one source: the difference of two runs, exactly, without an error', () => {
  const fit = maskedFit(runs(1, (mask) => (mask[0] ? 3 : -2)));
  expect(fit.effects).toEqual([{ effect: expect.closeTo(5, 9), error: null }]);
  expect(fit).toMatchObject({ masks: 2, fitted: 2, heldOut: { masks: 0, r: null } });
});

test('three sources: the mean differences over all eight combinations', () => {
  const value = (mask: Mask) => 1 + 4 * on(mask, 0) - 2 * on(mask, 1) + on(mask, 0) * on(mask, 1);
  const { effects, pairs } = maskedFit(runs(3, value));
  expect(effects.map(({ effect }) => effect)).toEqual([4.5, -1.5, 0].map((x) => expect.closeTo(x, 9)));
  expect(pairs).toEqual([]);
});

test('planted sources are found among twenty, and the fit holds on masks that it did not see', () => {
  const random = randomFrom(9);
  const value = (mask: Mask) => 6 * on(mask, 4) - 5 * on(mask, 11) + 0.6 * (random() - 0.5);
  const { effects, heldOut } = maskedFit(runs(20, value));
  const links = effects.flatMap((effect, i) => (isLink(effect, effects) ? [i] : []));
  expect(links).toEqual([4, 11]);
  expect(effects[4]?.effect).toBeCloseTo(6, 0);
  expect(heldOut).toMatchObject({ masks: 24 });
  expect(heldOut.r).toBeGreaterThan(0.99);
});

test('two sources of which either is enough: both are found, and that they do not add up', () => {
  const value = (mask: Mask) => (mask[1] || mask[6] ? 4 : -8);
  const { effects, pairs, heldOut } = maskedFit(runs(8, value));
  expect(effects.flatMap((effect, i) => (isLink(effect, effects) ? [i] : []))).toEqual([1, 6]);
  expect(pairs).toMatchObject([{ sources: [1, 6], effect: expect.closeTo(-12, 6) }]);
  expect(heldOut.r).toBeCloseTo(1, 6);
  expect(heldOut.additive).toBeLessThan(0.9); // a sum of single effects misses it
});

test('it takes both: the pair is above nothing', () => {
  const value = (mask: Mask) => (mask[1] && mask[6] ? 4 : -8);
  expect(maskedFit(runs(8, value)).pairs).toMatchObject([{ sources: [1, 6], effect: expect.closeTo(12, 6) }]);
});

test('where only noise moves the piece no link is drawn in most cases', () => {
  const drawn = Array.from({ length: 20 }, (_, seed) => {
    const random = randomFrom(seed);
    const { effects, heldOut } = maskedFit(runs(8, () => random() - 0.5));
    const fits = (heldOut.r ?? 1) >= LINK_RULE.fit;
    return effects.filter((effect) => fits && isLink(effect, effects)).length;
  });
  expect(drawn.filter((links) => links > 0)).toEqual([]);
});

test('a link is beyond its error, beyond a share of the largest, and more than hardly anything', () => {
  const of = (effect: number, error: number | null) => ({ effect, error });
  const all = [of(10, 1), of(-5, 1), of(5, 2), of(3, 0.1), of(0.05, 0.001)];
  expect(all.map((effect) => isLink(effect, all))).toEqual([true, true, false, false, false]);
  expect(isLink(of(0.05, 0.001), [of(0.05, 0.001)])).toBe(false);
  expect(isLink(of(2, null), [of(2, null)])).toBe(true);
});

test('doubts: a poor fit, an answer that is not the model’s, one it is not sure of', () => {
  const sound = { heldOut: { masks: 24, r: 0.99, additive: 0.9 }, own: true, prob: 0.97 };
  expect(doubtsOf(sound, true)).toEqual([]);
  expect(doubtsOf({ ...sound, heldOut: { masks: 24, r: 0.42, additive: null } }, false)[0]).toContain(
    'r 0.42',
  );
  expect(doubtsOf({ ...sound, own: false, prob: 0.31 }, true)).toEqual([
    'it is not what the model itself would say',
    'the model gives it only 31 %',
  ]);
  expect(doubtsOf({ ...sound, own: false, prob: 0.31 }, false)).toEqual([]);
});
