import { afterAll, test } from 'vitest';
import { openShipped } from '../support/shipped.ts';
import { crash } from './crash.ts';

const { runner, close } = await openShipped();
afterAll(close);

test('300 turns, 60 kills: none lost, none answered twice, the same memory as without a kill', () =>
  crash({ runner, store: '', conversations: 6, turns: 25, kills: 60 }));
