import { expect, test } from 'vitest';
import { runnerOver } from '../../src/engine/runner-over.ts';
import { ids } from '../support/byte-codec.ts';
import { tinyModel } from '../support/tiny-model.ts';

const runner = runnerOver(tinyModel(), { maxRunBytes: 400_000, traceCacheBytes: 0 });
const explained = (tokens: number) =>
  runner.attribute({
    tokens: ids('a'.repeat(tokens)),
    metric: ids('a').map((token) => ({ token, position: tokens - 1, weight: 1 })),
    rules: 'exact',
    points: Array.from({ length: 5 }, () => ({ from: ids('b'.repeat(tokens)), share: 0.5 })),
    edges: { top: 40 },
  });
const TOO_LARGE = expect.objectContaining({ code: 'too-large' });

test('the longest prompt that can be explained is the longest that is not refused', async () => {
  const { longestAttribution = 0, maxTokens } = await runner.facts();
  expect(longestAttribution).toBeGreaterThan(0);
  expect(longestAttribution).toBeLessThan(maxTokens);
  await expect(explained(longestAttribution + 1)).rejects.toEqual(TOO_LARGE);
  await expect(explained(longestAttribution)).resolves.toBeDefined();
});
