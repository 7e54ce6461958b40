import { afterAll, test } from 'vitest';
import { openShipped } from '../support/shipped.ts';
import { crash } from './crash.ts';
import { isWhole } from './size.ts';

const { runner, close } = await openShipped();
afterAll(close);

const SIZE = isWhole
  ? { conversations: 6, turns: 25, kills: 60 }
  : { conversations: 5, turns: 10, kills: 14 };
const TURNS = 2 * SIZE.conversations * SIZE.turns;

test(`${TURNS} turns, ${SIZE.kills} kills: none lost, none answered twice, the same memory as without a kill`, () =>
  crash({ ...SIZE, runner, store: '' }));
