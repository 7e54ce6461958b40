import { afterAll, expect, test } from 'vitest';
import { readDepths } from '../../src/dispatch/read-depths.ts';
import { settleDepths } from '../../src/dispatch/settle-depths.ts';
import type { LensFitRequest } from '../../src/engine/runner.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import type { CallOptions, Progress } from '../../src/kernel/progress.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
const house = await houseAround(runner);
afterAll(close);

const ask = { runner, model: await runner.facts(), shelf: emptyShelf(), options: {} };
const tokens = (await runner.tokenize('The capital of France is')).map(({ id }) => id);
const all = tokens.map((_, i) => i);

test('the last depth is the model itself, and asked tokens are read as the top ones are', async () => {
  const trace = await runner.trace({ tokens, hooks: ['logits'] });
  const [at] = (await readDepths(ask, { tokens, positions: [tokens.length - 1], top: 2 }, 'logit')).positions;
  const last = at?.depths.at(-1);
  const logits = trace.hooks.get('logits')?.data.slice(-ask.model.vocab) ?? new Float32Array(0);
  const best = logits.indexOf(Math.max(...logits));
  expect(last?.top[0]?.token.id).toBe(best);
  const followed = (last?.top ?? []).map(({ token }) => token.id);
  const again = await readDepths(ask, { tokens, positions: all, top: 1, asked: followed }, 'logit');
  expect(
    again.positions
      .at(-1)
      ?.depths.at(-1)
      ?.asked.map(({ prob }) => prob),
  ).toEqual(last?.top.map(({ prob }) => expect.closeTo(prob, 6)));
});

test('settle depths are those of reflect.lens, by either lens', async () => {
  const [answer] = await answersOf('.p/reflect.lens{positions=all} The capital of France is', house);
  const { lens, settles, plain } = findingOf(answer?.reply ?? missing(), 'lens');
  expect(lens).toBe('linear');
  expect(await settleDepths(ask, tokens, all)).toEqual({ lens: 'linear', settles });
  expect(await settleDepths(ask, tokens, all, 'logit')).toEqual({ lens: 'logit', settles: plain?.settles });
  const [alone] = await answersOf(
    '.p/reflect.lens{positions=all, lens=logit} The capital of France is',
    house,
  );
  expect(findingOf(alone?.reply ?? missing(), 'lens')).toMatchObject({
    lens: 'logit',
    settles: plain?.settles,
  });
});

test('a model too large to be calibrated on the way is read through the logit lens, which is said', async () => {
  const large = { ...ask, model: { ...ask.model, parameters: 1e9 }, shelf: emptyShelf('another model') };
  expect((await settleDepths(large, tokens, [1])).lens).toBe('logit');
});

test('a first question calibrates the model, says so while it lasts, and the next one does not', async () => {
  const steps: string[] = [];
  const shelf = emptyShelf('never calibrated');
  const fitLens = (request: LensFitRequest, options?: CallOptions) =>
    runner.fitLens({ ...request, samples: 4, tokens: 12 }, options); // enough to see it happen
  const fresh = {
    ...ask,
    runner: { ...runner, fitLens },
    shelf,
    options: { onProgress: ({ step }: Progress) => steps.push(step) },
  };
  expect((await settleDepths(fresh, tokens, [1])).lens).toBe('linear');
  expect([...new Set(steps)].filter((step) => step.startsWith('Calibrating'))).toEqual([
    'Calibrating: it writes texts of its own',
    'Calibrating: solving for its lens',
  ]);
  const told = steps.length;
  expect((await settleDepths(fresh, tokens, [1])).lens).toBe('linear');
  expect(steps).toHaveLength(told);
});

test('two first questions at once calibrate the model once', async () => {
  let fits = 0;
  const fitLens = (request: LensFitRequest, options?: CallOptions) => {
    fits++;
    return runner.fitLens({ ...request, samples: 4, tokens: 12 }, options);
  };
  const fresh = { ...ask, runner: { ...runner, fitLens }, shelf: emptyShelf('not calibrated either') };
  const both = await Promise.all([settleDepths(fresh, tokens, [1]), settleDepths(fresh, tokens, [1])]);
  expect(both.map(({ lens }) => lens)).toEqual(['linear', 'linear']);
  expect(fits).toBe(1);
});

function missing(): never {
  throw new Error('no reply');
}
