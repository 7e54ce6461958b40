import { expect, test } from 'vitest';
import { assertFits, generationBytes, memoryOfMachine, runBytes } from '../../src/engine/memory.ts';
import { watchMemory } from '../../src/engine/memory-watch.ts';
import { hookShape } from '../../src/kernel/hook-shape.ts';
import { allHooks } from '../../src/kernel/hooks.ts';
import { ids } from '../support/byte-codec.ts';
import { tinyFacts, tinyModel } from '../support/tiny-model.ts';

const HOOKS = [
  'hook_embed',
  'blocks.0.attn.hook_pattern',
  'blocks.0.attn.hook_z',
  'blocks.0.hook_resid_post',
  'logits',
];

test('shapes are those of a real run', async () => {
  const { hooks } = await tinyModel().forward({ tokens: [ids('abc'), ids('def')], hooks: HOOKS });
  for (const hook of HOOKS) expect(hookShape(tinyFacts, hook, 2, 3)).toEqual(hooks.get(hook)?.shape);
});

test('every hook of the contract has a shape, and nothing else has', () => {
  expect(allHooks(3).filter((hook) => hookShape(tinyFacts, hook, 1, 2) === undefined)).toEqual([]);
  expect(
    ['blocks.0.attn', 'hook_z', 'blocks.hook_other', ''].map((hook) => hookShape(tinyFacts, hook, 1, 2)),
  ).toEqual(Array(4).fill(undefined));
});

test('a run counts what is fetched twice, row by row, and what the model holds once', () => {
  const size = { rows: 1, tokens: 10, hooks: [], logitPositions: 1 };
  const held = runBytes(tinyFacts, size);
  const pattern = 4 * 10 * 10;
  expect(runBytes(tinyFacts, { ...size, rows: 3, hooks: ['blocks.0.attn.hook_pattern'] })).toBe(
    held + 2 * 3 * pattern,
  );
  expect(runBytes(tinyFacts, { ...size, hooks: ['logits'] })).toBe(held + 2 * 4 * 257);
  expect(runBytes({ ...tinyFacts, layers: 5 }, size)).toBe(5 * held);
  expect(runBytes(tinyFacts, { ...size, tokens: 1000 })).toBeGreaterThan(100 * held); // scores and patterns grow with the square
});

test('writing counts the keys and values of every row, read and written', () => {
  const size = { samples: 1, promptTokens: 10, maxTokens: 10 };
  const more = generationBytes(tinyFacts, { ...size, maxTokens: 30 }) - generationBytes(tinyFacts, size);
  expect(more).toBe(20 * 2 * 8 * 4 * 2); // tokens × (key, value) × head width × float32 × (read, written)
});

test('the refusal says what it would take and what is allowed', () => {
  expect(() => assertFits(5.21e9, 4e9, '8 × 900 tokens')).toThrow(
    '8 × 900 tokens would need about 5.2 GB of memory; 4.0 GB are allowed.',
  );
  assertFits(4e9, 4e9, 'just fits');
  expect(memoryOfMachine()).toBeGreaterThan(1e8);
});

test('the watch tells once, and not at all below its limit', async () => {
  const told: string[] = [];
  const calm = watchMemory(1e15, () => told.push('calm'));
  await new Promise<void>((resolve) => {
    const keepAlive = setInterval(() => {}, 1000); // the watch itself keeps no process alive
    const end = watchMemory(1, (how) => {
      told.push(how);
      clearInterval(keepAlive);
      end();
      resolve();
    });
  });
  calm();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^dotp held .* GB, and 0\.000 GB are allowed$/);
});
