import { expect, test } from 'vitest';
import { inlineRunner } from '../../src/engine/inline.ts';
import { hostileDiscord } from '../support/hostile/discord-run.ts';
import { troubledModel } from '../support/hostile/troubled-model.ts';

test('discord', async () => {
  const runner = inlineRunner(troubledModel());
  const started = performance.now();
  const report = await hostileDiscord({ seed: Number(process.env.SEED ?? 1), count: Number(process.env.COUNT ?? 200), runner, drawEvery: 50 });
  console.log(report, performance.now() - started);
  expect(report.offences).toEqual([]);
});
