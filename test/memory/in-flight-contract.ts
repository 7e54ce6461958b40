import { expect, test } from 'vitest';
import type { ChatEvent } from '../../src/kernel/chat-event.ts';
import { type Memory, openMemory } from '../../src/memory/open.ts';
import { event } from './event.ts';
import { folder } from './folder.ts';
import { replyOf } from './reply.ts';

const ADA = { id: 'U0ADA123456', name: 'Ada' };
const BOB = { id: 'U0BOB654321', name: 'Bob' };
const TEXT = 'Ada asks in private';

const said = (id: string, person: typeof ADA, text: string): ChatEvent => ({
  ...event(id, Date.now()),
  person,
  text,
});

/** What a turn writes down, in its order. */
const stepsOf = (memory: Memory, turn: ChatEvent): readonly (() => Promise<unknown>)[] => {
  const { ledger } = memory;
  const { id, person } = turn;
  const session = memory.during(turn, 't');
  return [
    () => memory.runs.enter(turn),
    () => ledger.placed(id, { thread: 't', message: `for ${person.id}` }),
    () => ledger.advance(id, 'running'),
    () => session.people.open(person, 1),
    () => session.people.join(person, 1),
    () => session.remember({ ...replyOf(TEXT), prompt: { text: TEXT, tokens: [] } }, `${id}.0`, person),
    () => session.setPrompt(TEXT),
    () => ledger.advance(id, 'drawn'),
    () => ledger.sent(id, 0, `to ${person.id}`),
    () => ledger.replied(id),
  ];
};

/** Runs all steps of a turn; when `before` of them are done comes the forgetting, before or `beside` the others. */
async function forgetDuring(
  memory: Memory,
  turn: ChatEvent,
  before: number,
  forget: () => Promise<{ deleted: number; left: number }>,
  isBeside: boolean,
): Promise<{ deleted: number; left: number }> {
  await memory.ledger.receive(turn);
  const steps = stepsOf(memory, turn);
  for (const step of steps.slice(0, before)) await step();
  const rest = async () => {
    for (const step of steps.slice(before)) await step();
  };
  const forgetting = forget();
  if (!isBeside) await forgetting;
  await rest();
  return forgetting;
}

/**
 * Forgetting by one process what another is at work on, in every store that processes share.
 *
 * @param fresh  address of an empty store
 * @param raw    all keys and values of the store at this address, read past keyv and past our own code
 */
export function inFlightContract(
  name: string,
  fresh: () => string | undefined,
  raw: (url: string | undefined, home: string) => Promise<string>,
): void {
  const opened = async () => {
    const [url, home] = [fresh(), await folder()];
    const [flow, other] = [
      await openMemory(url, { home, serve: true }),
      await openMemory(url, { home, serve: true }),
    ];
    const close = async () => {
      await flow.close();
      await other.close();
    };
    return { flow, other, close, lines: async () => (await raw(url, home)).split('\n') };
  };

  test(`${name}: a turn that runs while its person is forgotten does not write her back`, async () => {
    const { flow, other, close, lines } = await opened();
    for (let round = 0; round <= 21; round++) {
      const before = round >> 1;
      const turn = said(`run ${round}`, ADA, TEXT);
      const forget = () => other.forgetPerson('w', ADA.id);
      const done = await forgetDuring(flow, turn, before, forget, round % 2 === 0);
      expect(done.left).toBe(0);
      expect(done.deleted).toBeGreaterThan(before / 2);
      expect((await lines()).filter((line) => /Ada|U0ADA/.test(line))).toEqual([]);
      expect((await lines()).filter((line) => line.includes('run%0020'))).toEqual([]);
      expect(await flow.ledger.receive(turn)).toBe(false);
    }
    expect(await other.ledger.unfinished()).toEqual([]);
    await close();
  });

  test(`${name}: a turn that runs while its channel is forgotten leaves nothing in it`, async () => {
    const { flow, other, close, lines } = await opened();
    for (let before = 0; before <= 10; before += 2) {
      const turn = said(`run ${before}`, ADA, TEXT);
      const done = await forgetDuring(flow, turn, before, () => other.forgetChannel('w', 'c'), true);
      expect(done.left).toBe(0);
      expect((await lines()).filter((line) => /private|channel\/w\/c|run%0020/.test(line))).toEqual([]);
    }
    await close();
  });

  test(`${name}: another's turn does not bring back a forgotten person's words, unless they are said anew`, async () => {
    const { flow, other, close, lines } = await opened();
    for (let before = 0; before <= 10; before += 2) {
      await flow.ledger.receive(said(`ada ${before}`, ADA, TEXT));
      const rerun = said(`bob ${before}`, BOB, '');
      await forgetDuring(flow, rerun, before, () => other.forgetPerson('w', ADA.id), before % 4 === 0);
      expect((await lines()).filter((line) => /Ada|U0ADA/.test(line))).toEqual([]);
      expect((await flow.during(rerun, 't').people.participants()).map(({ id }) => id)).toEqual([BOB.id]);
    }
    await flow.channel('c', 'w', 't').setPrompt('of Bob');
    for (const step of stepsOf(flow, said('ada 0', ADA, TEXT))) await step();
    expect((await flow.channel('c', 'w', 't').session()).prompt).toBe('of Bob'); // not even taken away
    const later = { ...said('later', BOB, TEXT), receivedAt: Date.now() + 1000 };
    await flow.during(later, 't').setPrompt(TEXT);
    expect((await flow.channel('c', 'w', 't').session()).prompt).toBe(TEXT);
    await close();
  });
}
