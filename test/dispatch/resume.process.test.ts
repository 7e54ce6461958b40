import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDesk } from '../../src/dispatch/desk.ts';
import { silentMeter } from '../../src/kernel/meter.ts';
import { roomsAround } from '../support/house.ts';
import { MOMENTS, type PaperMessage, paperEvent, paperVoice } from '../support/paper-voice.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
afterAll(close);

/** A process over a store on disk and the paper that outlives it. */
async function start(home: string, paper: PaperMessage[], model = async () => runner) {
  const rooms = await roomsAround(model, { home });
  const { voice, death } = paperVoice(paper);
  const queue = { atOnce: 1, waiting: 10, waitingPerChannel: 10 };
  const desk = openDesk(rooms, { queue, turnLimit: 60_000, meter: silentMeter });
  desk.add(voice);
  return { rooms, desk, death };
}

const TWO = '.p/reflect.lens The capital of France is\n.p/reflect.lens The capital of Spain is';

test.each(MOMENTS)('a process that dies %s leaves a turn that the next one answers once', async (moment) => {
  const home = await mkdtemp(join(tmpdir(), 'dotp-resume-'));
  const paper: PaperMessage[] = [];
  const first = await start(home, paper);
  first.death.at = moment;
  const event = paperEvent('e1', TWO);
  expect(await first.desk.receive(event)).toBe(true);
  void first.desk.answer(event);
  await expect.poll(() => first.death.met, { timeout: 20_000 }).toBe(true);
  await first.rooms.memory.close();

  const second = await start(home, paper);
  expect(await second.desk.receive(event)).toBe(false);
  expect(await second.desk.resume()).toBe(1);
  await expect.poll(() => second.desk.busy, { timeout: 20_000 }).toBe(0);
  expect(await second.desk.resume()).toBe(0);
  expect(paper.map(({ answered }) => answered?.reply.command)).toEqual([
    '.p/reflect.lens',
    '.p/reflect.lens',
  ]);
  const session = second.rooms.memory.channel('c', 'w', 't-e1');
  expect((await session.turns(9)).map(({ id }) => id)).toEqual(['e1.0', 'e1.1']);
  const logged = await session.log.last('lens.settles', 9);
  expect(logged.map(({ turn }) => turn)).toEqual(['e1.0', 'e1.1']); // its numbers, once too
  expect((await session.session()).prompt).toBe('The capital of Spain is');
  await second.rooms.memory.close();
  await rm(home, { recursive: true });
});

test('what was measured before the process died is drawn again from the store, the same bytes, without the model', async () => {
  const home = await mkdtemp(join(tmpdir(), 'dotp-resume-'));
  const paper: PaperMessage[] = [];
  const first = await start(home, paper);
  first.death.at = 'after answer';
  const event = paperEvent('e1', '.p/reflect.lens The capital of France is');
  await first.desk.receive(event);
  void first.desk.answer(event);
  await expect.poll(() => first.death.met, { timeout: 20_000 }).toBe(true);
  await first.rooms.memory.close();
  const before = paper.splice(0)[0]?.answered; // the platform lost it

  const second = await start(home, paper, () => Promise.reject(new Error('the model was opened')));
  await second.desk.resume();
  await expect.poll(() => second.desk.busy, { timeout: 20_000 }).toBe(0);
  const after = paper[0]?.answered;
  expect(after?.reply).toEqual(JSON.parse(JSON.stringify(before?.reply)));
  expect(Buffer.from(after?.png ?? []).equals(Buffer.from(before?.png ?? [1]))).toBe(true);
  await second.rooms.memory.close();
  await rm(home, { recursive: true });
});

test('who dies between the answer and its prompt as the thread’s leaves both to the next process', async () => {
  const home = await mkdtemp(join(tmpdir(), 'dotp-resume-'));
  const paper: PaperMessage[] = [];
  const first = await start(home, paper);
  const { during } = first.rooms.memory;
  let isDead = false;
  const dies = (): Promise<never> => {
    isDead = true;
    return new Promise(() => {});
  };
  first.rooms.memory.during = (...of) => ({ ...during(...of), setPrompt: dies });
  const event = paperEvent('e1', '.p/reflect.lens The capital of France is');
  await first.desk.receive(event);
  void first.desk.answer(event);
  await expect.poll(() => isDead, { timeout: 20_000 }).toBe(true);
  await first.rooms.memory.close();

  const second = await start(home, paper, () => Promise.reject(new Error('the model was opened')));
  await second.desk.resume();
  await expect.poll(() => second.desk.busy, { timeout: 20_000 }).toBe(0);
  const session = second.rooms.memory.channel('c', 'w', 't-e1');
  expect((await session.session()).prompt).toBe('The capital of France is');
  expect(paper).toHaveLength(1);
  await second.rooms.memory.close();
  await rm(home, { recursive: true });
});

test('who dies between an answer and its numbers leaves them to the next process', async () => {
  const home = await mkdtemp(join(tmpdir(), 'dotp-resume-'));
  const paper: PaperMessage[] = [];
  const first = await start(home, paper);
  const { during } = first.rooms.memory;
  let isDead = false;
  const dies = (): Promise<never> => {
    isDead = true;
    return new Promise(() => {});
  };
  first.rooms.memory.during = (...of) => {
    const session = during(...of);
    return { ...session, log: { ...session.log, keep: dies } };
  };
  const event = paperEvent('e1', TWO);
  await first.desk.receive(event);
  void first.desk.answer(event);
  await expect.poll(() => isDead, { timeout: 20_000 }).toBe(true);
  await first.rooms.memory.close();

  const second = await start(home, paper);
  await second.desk.resume();
  await expect.poll(() => second.desk.busy, { timeout: 20_000 }).toBe(0);
  const logged = await second.rooms.memory.channel('c', 'w', 't-e1').log.last('lens.settles', 9);
  expect(logged.map(({ turn }) => turn)).toEqual(['e1.0', 'e1.1']);
  await second.rooms.memory.close();
  await rm(home, { recursive: true });
});

test('a store that fails in the middle of a turn is no answer: the turn is gone on with when it works again', async () => {
  const home = await mkdtemp(join(tmpdir(), 'dotp-resume-'));
  const paper: PaperMessage[] = [];
  const { rooms, desk } = await start(home, paper);
  const { ledger } = rooms.memory;
  const advance = ledger.advance;
  let fails = 1;
  const { MemoryError } = await import('../../src/memory/errors.ts');
  Object.assign(ledger, {
    advance: async (id: string, state: 'running' | 'drawn') => {
      if (state === 'drawn' && fails-- > 0)
        throw new MemoryError({ code: 'redis-timeout', what: 'No answer.', fix: '-' });
      await advance(id, state);
    },
  });
  const event = paperEvent('e1', '.p/reflect.lens The capital of France is');
  await desk.receive(event);
  await desk.answer(event);
  expect(paper.map(({ failed, answered }) => [failed, answered])).toEqual([[undefined, undefined]]);
  expect(await desk.resume()).toBe(1);
  await expect.poll(() => desk.busy, { timeout: 20_000 }).toBe(0);
  expect(paper.map(({ answered }) => answered?.reply.command)).toEqual(['.p/reflect.lens']);
  await rooms.memory.close();
  await rm(home, { recursive: true });
});
