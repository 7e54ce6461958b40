import { afterAll, expect, test } from 'vitest';
import { turn } from '../../src/dispatch/flow.ts';
import type { House } from '../../src/dispatch/house.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { houseAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

/** Held against several corrupted versions, and five points do not add up to its metric. */
const PROMPT = 'It was a hot day. The Big Ben stands in';
const TOKENS = 13;

const { model, close } = await openShipped();
afterAll(close);

async function within(maxRunBytes: number): Promise<{ house: House; longest: number | undefined }> {
  const runner = inlineRunner(model, { maxRunBytes });
  const house = await houseAround(runner);
  const draw = async () => ({ png: new Uint8Array(), width: 1, height: 1 });
  return { house: { ...house, draw }, longest: (await runner.facts()).longestAttribution };
}

test('a prompt that memory does not take is refused before anything is searched for it', async () => {
  const { house, longest } = await within(25e6);
  expect(longest).toBeLessThan(TOKENS);
  const steps: string[] = [];
  const asked = turn({ text: `.p/reflect.trace ${PROMPT}` }, house, {
    onProgress: ({ step }) => steps.push(step),
  });
  await expect(asked.next()).rejects.toMatchObject({ code: 'too-long-to-explain' });
  expect(new Set(steps)).toEqual(new Set(['Measuring reflect.trace']));
});

test('where memory takes five points and no more, five are taken, and what they miss is said', async () => {
  const { house, longest } = await within(35e6);
  expect(longest).toBeGreaterThanOrEqual(TOKENS);
  for await (const { reply } of turn({ text: `.p/reflect.trace ${PROMPT}` }, house, {})) {
    const { completeness, method, caveats } = findingOf(reply, 'attribution');
    expect(completeness?.points).toBe(5);
    expect(method).toContain('mean of 5 points');
    expect(caveats.join()).toContain('over 5 points scores add up');
  }
});
