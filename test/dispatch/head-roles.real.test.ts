import { afterAll, expect, test } from 'vitest';
import { roleHeads } from '../../src/analysis/roles.ts';
import type { Role } from '../../src/analysis/roles-finding.ts';
import { roleScores } from '../../src/dispatch/head-roles-measure.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openInline } from '../support/shipped.ts';
import { smollm2Gguf } from '../support/smollm2.ts';

const { runner, close } = await openInline(await smollm2Gguf());
afterAll(close);

/** Scores of a prototype in PyTorch, with random tokens of its own. */
const PROTOTYPE: readonly (readonly [head: string, role: Role, score: number])[] = [
  ['L18H6', 'induction', 0.94],
  ['L17H4', 'induction', 0.85],
  ['L17H3', 'induction', 0.83],
  ['L17H5', 'induction', 0.82],
  ['L18H7', 'induction', 0.61],
  ['L14H3', 'duplicate', 0.76],
  ['L8H0', 'duplicate', 0.72],
  ['L5H6', 'duplicate', 0.6],
  ['L16H0', 'previous', 0.91],
  ['L11H1', 'previous', 0.88],
  ['L2H1', 'previous', 0.75],
  ['L18H8', 'sink', 1],
];

test('SmolLM2: the heads of a second implementation, their scores within .1', async () => {
  const model = await runner.facts();
  const prompt = { text: '', tokens: [] };
  const ask = { runner, model, prompt, seed: 0, shelf: emptyShelf(), options: {} };
  const { scored } = await roleScores(ask);
  const { heads, null99 } = roleHeads(scored.map((head) => ({ ...head, effect: 0 })));
  expect(null99.induction).toBeLessThan(0.05);
  expect(null99.duplicate).toBeLessThan(0.05);
  for (const [name, role, score] of PROTOTYPE) {
    const found = heads.find(({ head }) => head === name);
    expect([name, found?.role]).toEqual([name, role]);
    expect(Math.abs((found?.scores[role] ?? 0) - score)).toBeLessThan(0.1);
  }
}, 600_000);
