import { expect, test } from 'vitest';
import { houseFor } from '../../src/dispatch/rooms.ts';
import { answersOf, roomsAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

test('an answer recorded again is the last only while no later one stands', async () => {
  const { runner, close } = await openShipped();
  const rooms = await roomsAround(async () => runner);
  const visit = {
    workspace: 'w',
    channel: 'c',
    person: { id: 'p', name: 'p' },
    manages: false,
    talks: false,
    now: 0,
  };
  const house = (turn: string) => houseFor(rooms, { ...visit, turn });
  const [first] = await answersOf('.p/reflect.lens The capital of France is', house('e1'));
  await rooms.memory.channel('c', 'w').setPrompt(undefined); // it died in between
  if (first === undefined) throw new Error('no answer');
  await house('e1').session.recordAgain(first.reply, 0);
  expect(await house('e1').session.prompt()).toBe('The capital of France is');

  await answersOf('.p/reflect.lens The capital of Spain is', house('e2'));
  await house('e1').session.recordAgain(first.reply, 0);
  expect(await house('e1').session.prompt()).toBe('The capital of Spain is');
  expect((await house('e1').session.last())?.prompt.text).toBe('The capital of Spain is');
  await close();
});
