import { expect, test } from 'vitest';
import { meanProbabilities, otherAnswers, rivalOf } from '../../src/analysis/other-answer.ts';
import { cleanRank, rankEdits, readAnswers } from '../../src/analysis/rank-edits.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { tensor } from '../../src/kernel/tensor.ts';

const answer = { id: tokenId(0), text: ' Paris' };
const texts = new Map([' Paris', ' Berlin', ' it', ' Rome'].map((text, i) => [tokenId(i), text]));
const edit = (position: number, likeness: number) => ({
  position,
  from: { id: tokenId(8), text: ' France' },
  to: { id: tokenId(9), text: ' Germany' },
  likeness,
});

/** Logits whose softmax is the given distribution. */
const logitsOf = (...rows: number[][]) =>
  tensor([rows.length, 1, rows[0]?.length ?? 0], Float32Array.from(rows.flat().map((p) => Math.log(p) + 3)));

test('a run is read as its likeliest answer and what is left of the old one', () => {
  const [first, second] = readAnswers(logitsOf([0.1, 0.7, 0.1, 0.1], [0.5, 0.2, 0.2, 0.1]), answer.id);
  expect(first).toEqual({ id: 1, prob: expect.closeTo(0.7, 6), oldProb: expect.closeTo(0.1, 6) });
  expect(second).toEqual({ id: 0, prob: expect.closeTo(0.5, 6), oldProb: expect.closeTo(0.5, 6) });
});

test('the rank is the new answer’s lead times both likenesses; other kinds and the old answer are out', () => {
  const edits = [edit(1, 0.25), edit(2, 0.81), edit(3, 1), edit(4, 0.5), edit(5, -0.2)];
  const readings = readAnswers(
    logitsOf(
      [0.1, 0.7, 0.1, 0.1],
      [0.2, 0.1, 0.1, 0.6],
      [0.05, 0.05, 0.85, 0.05],
      [0.6, 0.2, 0.1, 0.1],
      [0.1, 0.7, 0.1, 0.1],
    ),
    answer.id,
  );
  const kinship = Float32Array.of(1, 0.64, 0.9, 0.49);
  const ranked = rankEdits(edits, readings, answer, kinship, texts);
  expect(ranked.map(({ position, says }) => [position, says.text])).toEqual([
    [2, ' Rome'],
    [1, ' Berlin'],
    [5, ' Berlin'],
  ]);
  expect(ranked[0]?.rank).toBeCloseTo((0.6 - 0.2) * 0.7 * 0.9, 6);
  expect(ranked[1]?.rank).toBeCloseTo((0.7 - 0.1) * 0.8 * 0.5, 6);
  expect(ranked[2]?.rank).toBe(0); // words that point away from each other are not alike
});

test('without a clean edit the rival is the likeliest other answer of the kind, over all versions', () => {
  const mean = meanProbabilities(logitsOf([0.1, 0.1, 0.7, 0.1], [0.5, 0.3, 0.1, 0.1]));
  expect([...mean]).toEqual([0.3, 0.2, 0.4, 0.1].map((p) => expect.closeTo(p, 6)));
  const others = otherAnswers(mean, answer.id, 3);
  expect(others).toEqual([2, 1, 3]);
  expect(rivalOf(answer, others, texts)).toEqual({ id: 1, text: ' Berlin' });
  expect(rivalOf({ id: tokenId(5), text: '7' }, others, texts)).toEqual({ id: 2, text: ' it' });
});

test('an edit must reach .1, less where the answer itself is unsure, never less than .04', () => {
  expect([1, 0.25, 0.2, 0.125, 0.1, 0.01].map(cleanRank)).toEqual(
    [0.1, 0.1, 0.08, 0.05, 0.04, 0.04].map((rank) => expect.closeTo(rank, 12)),
  );
});

test('a verb is not answered by a preposition, though both are small words', () => {
  const are = { id: tokenId(0), text: ' are' };
  const words = new Map([' are', ' of', ' is', ' keys'].map((text, i) => [tokenId(i), text]));
  const readings = readAnswers(
    logitsOf([0.1, 0.8, 0.05, 0.05], [0.1, 0.1, 0.6, 0.2], [0.1, 0.1, 0.1, 0.7]),
    are.id,
  );
  const ranked = rankEdits(
    [edit(1, 1), edit(2, 1), edit(3, 1)],
    readings,
    are,
    Float32Array.of(1, 1, 1, 1),
    words,
  );
  expect(ranked.map(({ position, says }) => [position, says.text])).toEqual([[2, ' is']]);
});
