import { expect, test } from 'vitest';
import { findingOf } from '../../src/figure/finding-of.ts';
import { forkFigure } from '../../src/figure/fork.ts';
import { readForkNode, tokensOf, whichOf } from '../../src/figure/fork-node.ts';
import { forkWords } from '../../src/figure/fork-words.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { percent, signed } from '../../src/kernel/numbers.ts';
import { sampleFork } from './sample-fork.ts';
import { PROMPTS } from './sample-prompts.ts';

const shape = (seed: number) => ({ tokens: PROMPTS.ioi, layers: 30, heads: 9, seed });
const SEEDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

test('every row drawn is a driver of its branch, with its effect, on one scale for all branches', () => {
  for (const seed of SEEDS) {
    const reply = sampleFork(shape(seed));
    const { branches } = findingOf(reply, 'branches');
    const figure = forkFigure(reply);
    const drawn: { share: number; effect: number }[] = [];
    figure.branches.forEach(({ rows, prob, share }, i) => {
      const branch = branches[i];
      const totals = branch?.memory === undefined ? [] : [branch.memory.recall, branch.memory.context];
      expect(rows.filter(({ total }) => total).map(({ value }) => value)).toEqual(
        totals.map(({ effect }) => signed(effect)),
      );
      const found = rows.filter(({ total }) => !total);
      const largest = [...(branch?.drivers ?? [])].slice(0, found.length).map(({ effect }) => effect);
      expect(found.map(({ value }) => value)).toEqual(largest.sort((a, b) => b - a).map(signed));
      [...totals.map(({ effect }) => effect), ...largest].forEach((effect, at) => {
        drawn.push({ effect, share: rows[at]?.share ?? Number.NaN });
      });
      expect([prob, share]).toEqual([percent(branch?.prob ?? Number.NaN), branch?.prob]);
    });
    const most = Math.max(...drawn.map(({ effect }) => Math.abs(effect)));
    for (const { effect, share } of drawn) expect(share).toBeCloseTo(effect / most, 9);
  }
});

test('what drivers do together stands beside random sets, and is marked when it is no more', () => {
  for (const seed of SEEDS) {
    const reply = sampleFork(shape(seed));
    forkFigure(reply).branches.forEach(({ together }, i) => {
      const found = findingOf(reply, 'branches').branches[i]?.together ?? null;
      expect(together === undefined).toBe(found === null);
      if (found === null || together === undefined) return;
      expect(together.text).toContain(signed(found.effect));
      if (found.random === null) expect(together).toMatchObject({ random: 'no random sets', weak: false });
      else {
        expect(together.random).toContain(signed(found.random.p95));
        expect(together.weak).toBe(found.effect <= found.random.p95);
      }
    });
  }
});

test('words name each branch, its probability and its strongest drivers', () => {
  const reply = sampleFork(shape(5));
  const { branches } = findingOf(reply, 'branches');
  const words = forkWords(reply);
  branches.forEach(({ prob, drivers }, i) => {
    expect(words[i]).toContain(percent(prob));
    const strongest = drivers.find(({ effect }) => effect > 0);
    if (strongest !== undefined) expect(words[i]).toContain(signed(strongest.effect));
  });
});

test('a driver’s name is read, and another name is refused', () => {
  expect(readForkNode('L5H11@7')).toEqual({ kind: 'head', name: 'L5H11', position: 7 });
  expect(readForkNode('M5@7')).toEqual({ kind: 'mlp', name: 'M5', position: 7 });
  expect(readForkNode('L*H*@0')).toEqual({ kind: 'heads', name: 'all heads', position: 0 });
  expect(readForkNode('M*@12')).toEqual({ kind: 'mlps', name: 'all MLPs', position: 12 });
  expect(readForkNode('T@3')).toEqual({ kind: 'token', name: 'hidden', position: 3 });
  expect(() => readForkNode('E@3')).toThrow('driver “E@3”');
  expect(tokensOf({ node: 'L1H1@4', effect: 1, reads: { position: 2, share: 0.5 } })).toEqual([4, 2]);
  expect(tokensOf({ node: 'L1H1@4', effect: 1, reads: { position: 4, share: 0.5 } })).toEqual([4]);
});

test('a token that comes again, or is a piece of a character, says which one it is', () => {
  const tokens = [' a', 'b', 'a', '\ufffd'].map((text, id) => ({ id: tokenId(id), text }));
  expect(tokens.map((_, position) => whichOf(tokens, position))).toEqual(['@0', '', '', '@3']);
});

test('a long prompt leaves its end, one without spaces comes in pieces', () => {
  const long = forkFigure(sampleFork({ ...shape(1), tokens: PROMPTS.long })).stem;
  expect([long[0], long.at(-1)]).toEqual(['…', 'the59']);
  const han = forkFigure(
    sampleFork({ ...shape(1), tokens: ['法国的首都是巴黎日本的首都是东京德国的首都是柏林'] }),
  ).stem;
  expect(han.join('')).toBe('法国的首都是巴黎日本的首都是东京德国的首都是柏林');
  expect(han.length).toBeGreaterThan(1);
});
