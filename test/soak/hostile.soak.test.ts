/** Thousands of hostile inputs through the whole house, over both platforms: nobody is called, nothing leaks, nothing breaks. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inlineRunner } from '../../src/engine/inline.ts';
import { hostileDiscord } from '../support/hostile/discord-run.ts';
import { type HostileOptions, type Report, sum } from '../support/hostile/report.ts';
import { hostileSlack } from '../support/hostile/slack-run.ts';
import { troubledModel } from '../support/hostile/troubled-model.ts';
import { openShipped } from '../support/shipped.ts';
import { isWhole } from './size.ts';

/** Each in a house of its own, so that what a seed finds is found again without the seeds before it. */
const BATCHES = isWhole ? 10 : 1;
const COUNT = 1_000;

const usual = { count: COUNT, runner: inlineRunner(troubledModel()), drawEvery: 40 };

async function batches(hostile: (options: HostileOptions) => Promise<Report>): Promise<void> {
  for (let seed = 1; seed <= BATCHES; seed++) {
    const home = seed === BATCHES ? await mkdtemp(join(tmpdir(), 'dotp-hostile-')) : undefined;
    const report = await hostile({ ...usual, seed, ...(home === undefined ? {} : { home }) });
    expect(report.offences, `seed ${seed}`).toEqual([]);
    expect(sum(report.ways)).toBe(COUNT);
    expect(sum(report.outcomes)).toBeGreaterThan(COUNT / 4);
    if (home !== undefined) await rm(home, { recursive: true });
  }
}

test('a hundred on each with the shipped model and every picture drawn', async () => {
  const { runner, close } = await openShipped();
  for (const hostile of [hostileDiscord, hostileSlack]) {
    const { offences } = await hostile({ seed: 77, count: 100, runner, drawEvery: 1 });
    expect(offences).toEqual([]);
  }
  await close();
});

test(`${BATCHES * COUNT} on Discord: nobody pinged, nothing of another channel, no crash, no stack or secret`, () =>
  batches(hostileDiscord));

test(`${BATCHES * COUNT} in Slack: nobody pinged, nothing of another channel, no crash, no stack or secret`, () =>
  batches(hostileSlack));
