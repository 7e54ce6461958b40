import { expect, test } from 'vitest';
import { houseFor } from '../../src/dispatch/rooms.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { roomsAround } from '../support/house.ts';
import { saidTo } from '../support/talk.ts';
import { tinyModel } from '../support/tiny-model.ts';

const ADA = { id: 'U0ADA123456', name: 'Ada' };
const BOB = { id: 'U0BOB654321', name: 'Bob' };

test('who is forgotten while a model that has read her writes is kept nowhere', async () => {
  const runner = inlineRunner(tinyModel());
  let afterWriting = async () => {};
  const pausing: Runner = {
    ...runner,
    async generate(...asked) {
      const written = await runner.generate(...asked);
      await afterWriting();
      return written;
    },
  };
  const rooms = await roomsAround(async () => pausing);
  const visit = (person: typeof ADA, turn: string) =>
    houseFor(rooms, {
      workspace: 'w',
      channel: 'c',
      person,
      turn,
      manages: false,
      talks: true,
      now: Date.now(),
    });
  const { reply, said } = await saidTo(visit(ADA, 'e0'), 'x');
  // Tiny's own answers are too long to be read again.
  await visit(ADA, 'e1').session.record({ ...reply, findings: [{ ...said, asked: 'secret', text: 'y' }] }, 0);
  afterWriting = async () => void (await rooms.memory.forgetPerson('w', ADA.id));
  const after = await saidTo(visit(BOB, 'e2'), 'hi');
  expect(after.said.earlier.asked).toEqual(['secret']);
  expect(JSON.stringify(await rooms.memory.export('w', 'c'))).not.toContain('secret');
});
