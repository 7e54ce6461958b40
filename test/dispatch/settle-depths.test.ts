import { afterAll, expect, test } from 'vitest';
import { readDepths } from '../../src/dispatch/read-depths.ts';
import { settleDepths } from '../../src/dispatch/settle-depths.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
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

test('settle depths are those of reflect.lens', async () => {
  const [answer] = await answersOf('.p/reflect.lens{positions=all} The capital of France is', house);
  const found = await settleDepths(ask, tokens, all, 'logit');
  expect(found).toEqual({ lens: 'logit', settles: findingOf(answer?.reply ?? missing(), 'lens').settles });
});

function missing(): never {
  throw new Error('no reply');
}
