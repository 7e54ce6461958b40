import { afterAll, expect, test } from 'vitest';
import { houseFor } from '../../src/dispatch/rooms.ts';
import { answersOf, roomsAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
afterAll(close);

const ANN = { id: 'U0ANN123456', name: 'Ann' };

async function setting() {
  const rooms = await roomsAround(async () => runner);
  const visit = { workspace: 'w', channel: 'c', person: ANN, manages: false, talks: false, now: 0 };
  const house = (turn: string) => houseFor(rooms, { ...visit, turn });
  const { log } = rooms.memory.channel('c', 'w');
  return { rooms, house, log };
}

test('an answer leaves its numbers once, with who asked and what about', async () => {
  const { house, log } = await setting();
  const [answer] = await answersOf('.p/reflect.lens The capital of France is', house('e1'));
  const [entry, ...others] = await log.last('lens.settles', 9);
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    turn: 'e1.0',
    command: 'reflect.lens',
    text: 'The capital of France is',
    by: ANN,
    model: answer?.reply.model?.name,
  });
  await answersOf('.p/reflect.lens The capital of France is', house('e1')); // taken up again after a crash: the stored answer
  expect(await log.last('lens.settles', 9)).toEqual([entry]);
});

test('killed between an answer and its numbers, they are there after the next start, later answers or not', async () => {
  const { rooms, house, log } = await setting();
  for (const later of [false, true]) {
    const name = `e-${later}`;
    const [first] = await answersOf('.p/reflect.lens The capital of France is', house(name));
    if (first === undefined) throw new Error('no answer');
    const kept = await log.all();
    await log.clear();
    if (later) await rooms.memory.channel('c', 'w').remember(first.reply, 'another.0');
    await answersOf('.p/reflect.lens The capital of France is', house(name));
    expect(await log.all()).toEqual(kept.filter(({ turn }) => turn === `${name}.0`));
    await log.clear();
  }
});

test('a picture turned by toggle, and an answer about dotp itself, leave nothing', async () => {
  const { house, log } = await setting();
  await answersOf('.p/help', house('e1'));
  expect(await log.metrics()).toEqual([]);
  await answersOf('.p/reflect.trace{against=none, depth=1} The capital of France is', house('e2'));
  const before = await log.all();
  expect(before.map(({ turn }) => turn)).toContain('e2.0');
  await answersOf('toggle', house('e3'));
  expect(await log.all()).toEqual(before);
});
