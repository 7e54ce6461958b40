/** The beginning of what test/soak sends by the thousand. */
import { expect, test } from 'vitest';
import { inlineRunner } from '../../src/engine/inline.ts';
import { hostileDiscord } from '../support/hostile/discord-run.ts';
import { hostileSlack } from '../support/hostile/slack-run.ts';
import { troubledModel } from '../support/hostile/troubled-model.ts';

const usual = { seed: 5, count: 120, runner: inlineRunner(troubledModel()), drawEvery: 40 };

test.each([
  ['Discord', hostileDiscord],
  ['Slack', hostileSlack],
])('on %s nobody is pinged, nothing of another channel is shown, nothing breaks', async (_, hostile) => {
  const { offences, outcomes, ways } = await hostile(usual);
  expect(offences).toEqual([]);
  expect(Object.keys(ways).length).toBeGreaterThan(10);
  expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(['answered', 'refused']));
});
