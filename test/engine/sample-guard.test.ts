import { expect, test } from 'vitest';
import { penalised } from '../../src/engine/penalty.ts';
import type { SamplingGuard } from '../../src/engine/runner.ts';
import { steered, watch, widened } from '../../src/engine/sample-guard.ts';
import { tokenId } from '../../src/kernel/ids.ts';

const ids = (...all: number[]) => all.map(tokenId);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => tokenId(i));
const guard = (differs: Partial<SamplingGuard> = {}): SamplingGuard => ({
  watch: 'repetition',
  threshold: 0.5,
  action: 'stop',
  ...differs,
});
const same = (n: number) => Array.from({ length: n }, () => tokenId(7));

test('repetition is watched from the fifth token on, entropy from the twelfth', () => {
  const state = watch(guard());
  for (let n = 1; n < 5; n++) expect(state.written(same(n), [])).toBe(false);
  expect(state.trip).toBeUndefined();
  expect(state.written(same(5), [])).toBe(true);
  expect(state.trip).toEqual({ token: 4, value: 1 / 2, times: 1 }); // two 4-grams, one of them different
  const sure = watch(guard({ watch: 'entropy' }));
  expect(sure.written(upTo(11), Array(11).fill(0))).toBe(false);
  expect(sure.written(upTo(12), Array(12).fill(0))).toBe(true);
});

test('what does not repeat trips nothing; one that only watches ends nothing', () => {
  const still = watch(guard());
  expect(still.written(upTo(40), [])).toBe(false);
  expect(still.trip).toBeUndefined();
  const seeing = watch(guard({ action: 'watch' }));
  expect(seeing.written(same(12), [])).toBe(false);
  expect(seeing.trip?.token).toBe(11); // the first that it was told of
});

test('only the last 64 tokens count', () => {
  const state = watch(guard({ threshold: 0.02 }));
  expect(state.written([...same(20), ...upTo(64)], [])).toBe(false);
});

test('entropy trips below its threshold, by its mean', () => {
  const state = watch(guard({ watch: 'entropy', threshold: 1 }));
  const entropies = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? 0.5 : 1.6));
  expect(state.written(upTo(12), entropies)).toBe(false); // 1.05
  expect(state.written(upTo(13), [...entropies, 0.2])).toBe(true); // .985
});

test('a trip counts again after eight tokens', () => {
  const state = watch(guard({ action: 'widen' }));
  for (let n = 12; n <= 28; n++) state.written(same(n), []);
  expect(state.trip?.times).toBe(3); // at 12, 20, 28
});

test('widening adds .4 to the temperature and .05 to top-p a step, four steps at most', () => {
  const at = (level: number) =>
    widened({ temperature: 0.7, topP: 0.9 }, [watch(guard({ watch: 'always', action: 'widen', level }))]);
  expect(at(1)).toEqual({ temperature: 1.1, topP: expect.closeTo(0.95, 9) });
  expect(at(3)).toEqual({ temperature: expect.closeTo(1.9, 9), topP: 1 });
  expect(at(9).temperature).toBeCloseTo(2.3, 9);
  expect(widened({ temperature: 0.7 }, [watch(guard({ action: 'widen' }))])).toEqual({ temperature: 0.7 });
});

test('a penalty lowers what was written, whatever its sign, and leaves the end token alone', () => {
  const lowered = penalised(Float32Array.of(6, -6, 6, 3), [ids(0, 1, 3)], ids(3));
  expect([...lowered]).toEqual([expect.closeTo(5, 6), expect.closeTo(-7.2, 6), 6, 3]);
});

test('a run of four that was written cannot be written again, in whatever text it stood', () => {
  const flat = new Float32Array(10);
  const banned = (texts: number[][]) =>
    [
      ...penalised(
        flat,
        texts.map((text) => ids(...text)),
        [],
      ),
    ].flatMap((logit, id) => (logit === Number.NEGATIVE_INFINITY ? [id] : []));
  expect(banned([[1, 2, 3, 4, 1, 2, 3]])).toEqual([4]);
  expect(
    banned([
      [1, 2, 3, 9],
      [5, 1, 2, 3],
    ]),
  ).toEqual([9]);
  expect(
    banned([
      [1, 2, 4],
      [1, 2, 3],
    ]),
  ).toEqual([]);
  expect(banned([[1, 2]])).toEqual([]);
});

test('logits are steered only once a guard that penalises has tripped', () => {
  const logits = Float32Array.of(1, 2, 3);
  const idle = watch(guard({ action: 'penalise' }));
  expect(steered(logits, ids(0), [idle], [])).toBe(logits);
  const acting = watch(guard({ watch: 'always', action: 'penalise', seen: [ids(2)] }));
  expect([...steered(logits, ids(0), [acting], [])]).toEqual([
    expect.closeTo(1 / 1.2, 6),
    2,
    expect.closeTo(2.5, 6),
  ]);
});
