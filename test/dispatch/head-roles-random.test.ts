import { expect, test } from 'vitest';
import { openWeights } from '../../models/formats/open.ts';
import { roleHeads } from '../../src/analysis/roles.ts';
import { roleScores } from '../../src/dispatch/head-roles-measure.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { CHECKPOINTS, goldenFile, load, TEST_CACHE } from '../support/llama-goldens.ts';
import { randomShipped } from '../support/random-shipped.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openInline } from '../support/shipped.ts';

/** Random weights do nothing: a head that gets a role from them got it by chance. At most one in a hundred may. */
async function falseRoles(runner: Runner): Promise<{ heads: number; named: readonly string[] }> {
  const model = await runner.facts();
  const prompt = { text: '', tokens: [] };
  const { scored } = await roleScores({ runner, model, prompt, seed: 3, shelf: emptyShelf(), options: {} });
  const { heads } = roleHeads(scored.map((head) => ({ ...head, effect: 0 })));
  const held = heads.filter(({ role }) => role !== 'none');
  return { heads: heads.length, named: held.map(({ head, role, score }) => `${head} ${role} ${score}`) };
}

async function over(openings: readonly (() => Promise<{ runner: Runner; close(): Promise<void> }>)[]) {
  const all: { heads: number; named: readonly string[] }[] = [];
  for (const open of openings) {
    const { runner, close } = await open();
    all.push(await falseRoles(runner));
    await close();
  }
  return { heads: all.reduce((sum, { heads }) => sum + heads, 0), named: all.flatMap(({ named }) => named) };
}

/** Five random checkpoints, no two of one shape. */
const FOLDERS = [...CHECKPOINTS.map((name) => goldenFile(name)), goldenFile('..', 'tiny')];

test('random checkpoints of odd shapes hold no roles', async () => {
  const openings = FOLDERS.map((folder) => async () => {
    const runner = inlineRunner(await load(await openWeights(folder, { cacheFolder: TEST_CACHE })));
    return { runner, close: () => runner.close() };
  });
  const { heads, named } = await over(openings);
  expect(heads).toBeGreaterThan(50);
  expect(named).toEqual([]);
});

test('nor does the teaching model before its first lesson', async () => {
  const openings = [0.05].map((spread, seed) => async () => {
    const { folder, remove } = await randomShipped(seed, spread);
    const { runner, close } = await openInline(folder);
    return { runner, close: async () => void (await Promise.all([close(), remove()])) };
  });
  const { heads, named } = await over(openings);
  expect(heads).toBe(48);
  expect(named).toEqual([]);
});
