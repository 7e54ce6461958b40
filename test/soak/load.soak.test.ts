/**
 * Both platforms at once, everybody at the same moment: each turn is answered once, nothing breaks a rule
 * of a platform, nobody is called, and the memory of the bot does not grow with what it answers.
 * How fast it is, `npm run load` says.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { figuresOf } from '../../bench/load/judge.ts';
import { type Load, load } from '../../bench/load/measure.ts';

const SIZE = { channels: 3, peopleEach: 5, turnsEach: 3 };
const TURNS = 2 * SIZE.channels * SIZE.peopleEach * SIZE.turnsEach;
/** Last quarter against the second; what is warmed up stays below this, what leaks with each turn does not. */
const MOST_GROWTH = 1.25;

let home: string;
let run: Load;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'dotp-load-'));
  run = await load({ ...SIZE, apart: 0, home, patience: 600_000 });
}, 900_000);

afterAll(() => rm(home, { recursive: true, force: true }));

test('every turn is answered exactly once', () => {
  expect(run.turns).toHaveLength(TURNS);
  expect(run.turns.filter(({ answers }) => answers !== 1)).toEqual([]);
  expect(run.answered).toBe(TURNS); // none of them a failure
});

test('what takes an acknowledgement gets one in time, on both platforms', () => {
  const acks = run.turns.flatMap(({ ack }) => ack ?? []);
  expect(acks).toHaveLength(TURNS - messagesOnDiscord());
  expect(acks.filter(Number.isNaN)).toEqual([]);
});

const messagesOnDiscord = (): number =>
  run.turns.filter(({ platform, way }) => platform === 'discord' && way === 'line').length;

test('no rule of a platform is broken, nobody is called, and the log warns of nothing', () => {
  expect({ wrong: run.wrong, warned: run.warned }).toEqual({ wrong: [], warned: [] });
});

test('memory is flat', () => {
  expect(run.looks.length).toBeGreaterThan(8);
  expect(figuresOf(run).rss.growth).toBeLessThan(MOST_GROWTH);
});
