import { describe, expect, test } from 'vitest';
import { collision, judgeCollision, writesByLayer } from '../../src/analysis/collision.ts';
import { largerPriors, lensPriors } from '../../src/analysis/lens-prior.ts';
import { misfires } from '../../src/analysis/misfire.ts';
import { type LensWord, oscillation, rejectedWords } from '../../src/analysis/rejected-words.ts';
import { lookLayers, meanSalience } from '../../src/analysis/residue-look.ts';
import {
  lensPrior,
  type ResidueTable,
  rateAt,
  strictness,
  thresholdsAt,
} from '../../src/analysis/residue-table.ts';
import { fitSourcePrior, priorQuantile, sourceClass, sourceZ } from '../../src/analysis/source-prior.ts';
import { blockHook } from '../../src/kernel/hooks.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { at, dot, tensor } from '../../src/kernel/tensor.ts';
import { TINY, tinyTrace } from '../support/tiny-trace.ts';

const word = (id: number, prob: number): LensWord => ({ id: tokenId(id), text: ` w${id}`, prob });
const LIMITS = { overPrior: 3, middle: 0.1, gone: 0.05 };

describe('∴', () => {
  const rising = [[word(1, 0.02)], [word(1, 0.3)], [word(1, 0.6)], [word(1, 0.2)], [word(1, 0.01)], []];
  const rejected = (final: number, prior: number, layers = rising) =>
    rejectedWords(
      layers,
      () => final,
      () => prior,
      LIMITS,
    );

  test('a word that two middle layers say, far above the lens’s liking for it, and the end does not', () => {
    expect(rejected(0.002, 0.001)).toMatchObject([
      { word: { id: 1 }, layer: 2, peak: 0.6, final: 0.002, strength: Math.log(600) },
    ]);
  });

  test('not where the lens always says it, where the end keeps it, or where one layer alone says it', () => {
    expect(rejected(0.002, 0.3 / Math.exp(2.9))).toEqual([]);
    expect(rejected(0.04, 0.001)).toEqual([]);
    expect(rejected(0.002, 0.001, [[], [word(1, 0.5)], [], [], [], []])).toEqual([]);
  });

  test('the last two layers do not count', () => {
    expect(rejected(0.002, 0.001, [[], [], [], [word(1, 0.5)], [word(1, 0.5)], [word(1, 0.5)]])).toEqual([]);
  });

  test('the prior is the mean over prompts, a word that is not listed counting as nothing', () => {
    const lens = lensPriors([
      [[[1, 0.4]], [[2, 0.9]]],
      [[[1, 0.2]], []],
      [[], []],
      [[[3, 0.002]], []],
    ]);
    expect(lens.layers[0]?.[0]?.[1]).toBeCloseTo(0.15);
    expect(lensPrior({ lens }, 1, 2)).toBeCloseTo(0.225);
    expect(lensPrior({ lens }, 0, 3)).toBe(lens.floor);
    const other = lensPriors([[[[1, 0.1]], [[4, 0.3]]]]);
    const larger = largerPriors(lens, other);
    expect(lensPrior({ lens: larger }, 0, 1)).toBeCloseTo(0.15);
    expect(lensPrior({ lens: larger }, 1, 4)).toBeCloseTo(0.3);
  });
});

describe('⇌', () => {
  const metric = { kind: 'logitDiff', tokens: [], position: 4, value: 0.5 } as const;
  const parts = [
    { node: 'L1H0@4', score: 2 },
    { node: 'L2H3@4', score: -1.5 },
    { node: 'L2H1@4', score: 0.5 },
    { node: 'M2@4', score: -9 },
    { node: 'E@4', score: 8 },
  ];

  test('is of heads alone: the smaller of the two writes over the margin', () => {
    expect(collision({ parts, metric })).toMatchObject({
      supports: { node: 'L1H0@4' },
      opposes: { node: 'L2H3@4' },
      write: 1.5,
      strength: 3,
    });
    expect(collision({ parts: parts.filter(({ score }) => score > 0), metric })).toBeUndefined();
  });

  test('writes for and against are summed by layer, heads alone', () => {
    expect(writesByLayer({ parts }, 3)).toEqual({ raise: [0, 2, 0.5], lower: [0, 0, 1.5] });
  });

  test('is confirmed where one ablation flips or doubles, and other heads do not', () => {
    const others = new Array<number>(24).fill(0.6);
    expect(judgeCollision({ margin: 0.5, supports: -0.1, opposes: 0.6, others })).toMatchObject({
      flips: true,
      doubles: false,
      confirmed: true,
    });
    expect(judgeCollision({ margin: 0.5, supports: 0.1, opposes: 1, others }).confirmed).toBe(true);
    expect(judgeCollision({ margin: 0.5, supports: 0.1, opposes: 0.9, others }).confirmed).toBe(false);
    const shaky = [...others.slice(2), -1, 1.5];
    expect(judgeCollision({ margin: 0.5, supports: -0.1, opposes: 2, others: shaky }).confirmed).toBe(false);
  });

  test('an oscillation is a lens word of the second half that goes and comes back, all above the prior', () => {
    const layers = [[], [], [], [word(1, 0.4)], [word(2, 0.3)], [word(1, 0.5)]];
    expect(oscillation(layers, () => 0.001, LIMITS)).toMatchObject({ layers: [3, 4, 5], least: 0.3 });
    expect(oscillation(layers, (_, { id }) => (id === 2 ? 0.1 : 0.001), LIMITS)).toBeUndefined();
    expect(oscillation(layers.slice(0, 5), () => 0.001, LIMITS)).toBeUndefined();
  });
});

describe('🝚', () => {
  const source = (salience: number, effect: number, lookedZ: number, worthZ: number) => ({
    salience,
    effect,
    lookedZ,
    worthZ,
  });
  const limits = { looked: 1, worth: -1, others: 0.5 };
  const others = [source(0.2, 0.5, 0, 0), source(0.3, 0.9, 0, 0), source(0.01, 1e-6, -2, -2)];

  test('is looked at more and worth less than its class and distance let expect', () => {
    expect(misfires([null, source(0.25, 0.01, 1.2, -2), ...others], limits)).toEqual([
      {
        position: 1,
        strength: 3.2,
        confirmed: true,
        others: [
          { position: 3, effect: 0.9 },
          { position: 2, effect: 0.5 },
        ],
      },
    ]);
    expect(misfires([null, source(0.25, 0.01, 0.9, -2), ...others], limits)).toEqual([]);
    expect(misfires([null, source(0.25, 0.01, 1.2, -0.9), ...others], limits)).toEqual([]);
  });

  test('is not confirmed beside words that do as little, nor with fewer than two to compare with', () => {
    const [found] = misfires([null, source(0.25, 0.3, 1.2, -2), ...others], limits);
    expect(found?.confirmed).toBe(false);
    const [alone] = misfires([null, source(0.25, 0.01, 1.2, -2), source(0.2, 0.5, 0, 0)], limits);
    expect(alone?.confirmed).toBe(false);
    const dead = [source(0.2, 2e-5, 0, 0), source(0.3, 9e-5, 0, 0)];
    const [noise] = misfires([null, source(0.25, 1e-7, 1.2, -2), ...dead], limits);
    expect(noise?.confirmed).toBe(false);
  });
});

describe('what is looked at and what is done with it', () => {
  const { trace } = tinyTrace(5);
  const { layers, heads, kvHeads, headWidth, tokens } = TINY;
  const gradients = new Map(
    Array.from({ length: layers }, (_, layer) => [
      blockHook(layer, 'attn.hook_z'),
      tensor(
        [1, tokens, heads, headWidth],
        Float32Array.from({ length: tokens * heads * headWidth }, (_, i) => Math.sin(i + layer)),
      ),
    ]),
  );
  const found = lookLayers(trace, gradients, [0]);

  test('both are shares over the words that are no sinks', () => {
    for (const { salience, work, heads: counted } of found) {
      expect(counted).toBeGreaterThan(0);
      for (const shares of [salience, work]) {
        expect(shares[0]).toBe(0);
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      }
    }
    expect(meanSalience(found).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  });

  test('equal to sums written out', () => {
    const layer = 1;
    const pattern =
      trace.hooks.get(blockHook(layer, 'attn.hook_pattern')) ?? tensor([0], new Float32Array(0));
    const values = trace.hooks.get(blockHook(layer, 'attn.hook_v')) ?? pattern;
    const gradient = gradients.get(blockHook(layer, 'attn.hook_z')) ?? pattern;
    const last = tokens - 1;
    const each = Array.from({ length: heads }, (_, head) => at(pattern, 0, head, last).data);
    const awake = each.filter((row) => 1 - (row[0] ?? 0) > 0.3);
    const salience = [1, 2, 3].map(
      (j) => awake.reduce((sum, row) => sum + (row[j] ?? 0) / (1 - (row[0] ?? 0)), 0) / awake.length,
    );
    const carried = [1, 2, 3].map((j) =>
      Math.abs(
        each.reduce(
          (sum, row, head) =>
            sum +
            (row[j] ?? 0) *
              dot(
                at(values, 0, j, Math.floor((head * kvHeads) / heads)).data,
                at(gradient, 0, last, head).data,
              ),
          0,
        ),
      ),
    );
    const total = carried.reduce((a, b) => a + b, 0);
    salience.forEach((share, i) => {
      expect(found[layer]?.salience[i + 1]).toBeCloseTo(share, 6);
    });
    carried.forEach((work, i) => {
      expect(found[layer]?.work[i + 1]).toBeCloseTo(work / total, 6);
    });
  });

  test('where every head rests on the sink nothing is said', () => {
    expect(lookLayers(trace, gradients, [0, 1, 2, 3])).toEqual(
      Array.from({ length: layers }, () => ({ heads: 0, salience: [], work: [] })),
    );
  });
});

describe('priors and thresholds', () => {
  const samples = Array.from({ length: 200 }, (_, i) => ({
    text: i % 2 === 0 ? ' the' : ' Mary',
    distance: i % 5,
    value: (i % 2 === 0 ? -1 : 1) + 0.5 * (i % 5) + Math.sin(i * 7),
  }));
  const prior = fitSourcePrior(samples);

  test('class and distance are taken out: their means are zero in what is left', () => {
    for (const text of [' the', ' Mary']) {
      const zs = samples.filter((sample) => sample.text === text).map((sample) => sourceZ(prior, sample));
      expect(zs.reduce((a, b) => a + b, 0) / zs.length).toBeCloseTo(0, 3);
    }
    const all = samples.map((sample) => sourceZ(prior, sample));
    expect(Math.sqrt(all.reduce((sum, z) => sum + z * z, 0) / all.length)).toBeCloseTo(1, 6);
    expect(all.filter((z) => z > priorQuantile(prior, 0.8)).length / all.length).toBeCloseTo(0.2, 1);
  });

  test('classes are those of the grammar', () => {
    expect([' the', ' of', ',', ' 17', ' Mary', 'ing', '\n'].map(sourceClass)).toEqual([
      'determiner',
      'preposition',
      'sign',
      'number',
      'content',
      'piece',
      'space',
    ]);
  });

  const rate = (x: number) => ({ natural: { any: 1, confirmed: x }, shuffled: { any: 1, confirmed: x } });
  const rates = [0.6, 0.7, 0.8].map((sensitivity) => ({
    sensitivity,
    patterns: { '🝚': rate(sensitivity), '∴': rate(0), '⇌': rate(0) },
  }));
  const table: ResidueTable = {
    calibration: { source: 'natural prompts', natural: 200, shuffled: 200 },
    lens: { floor: 0.001, layers: [] },
    looked: prior,
    worth: prior,
    back: 0.01,
    others: 0.5,
    write: 0.4,
    rates,
  };

  test('.7 is the calibrated sensitivity; every threshold gets easier as it grows', () => {
    expect(strictness(0.7)).toBe(1);
    expect(thresholdsAt(table, 0.7)).toMatchObject({
      overPrior: 3,
      middle: 0.1,
      gone: 0.05,
      strength: 1,
      write: 0.4,
    });
    const each = Array.from({ length: 11 }, (_, i) => thresholdsAt(table, i / 10));
    each.slice(1).forEach((next, i) => {
      const before = each[i] ?? next;
      for (const key of ['overPrior', 'middle', 'looked', 'strength', 'write'] as const)
        expect(next[key]).toBeLessThan(before[key]);
      for (const key of ['gone', 'worth', 'share'] as const) expect(next[key]).toBeGreaterThan(before[key]);
    });
  });

  test('a rate is that of the next tenth above, none where none was measured', () => {
    expect(rateAt(table, 0.7, '🝚', true)).toBe(0.7);
    expect(rateAt(table, 0.71, '🝚', true)).toBe(0.8);
    expect(rateAt(table, 0.7, '🝚', false)).toBe(1);
    expect(rateAt(table, 0.9, '🝚', true)).toBeNull();
  });
});
