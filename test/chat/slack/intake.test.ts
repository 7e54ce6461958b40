import { expect, test } from 'vitest';
import { intakeOf } from '../../../src/chat/slack/intake.ts';
import { introducer } from '../../../src/chat/slack/people.ts';
import type { ChatEvent } from '../../../src/kernel/chat-event.ts';

const EVENT: ChatEvent = {
  id: 'e1',
  platform: 'slack',
  workspace: 'T1',
  channel: 'C1',
  person: { id: 'U1', name: 'U1' },
  way: 'message',
  text: 'x',
  receivedAt: 0,
  address: { channel: 'C1' },
};

/** A desk whose `receive` is settled by hand. */
function handDesk() {
  const waiting: { keep(): void; fail(): void }[] = [];
  const answered: string[] = [];
  return {
    waiting,
    answered,
    receive: () =>
      new Promise<boolean>((resolve, reject) => {
        waiting.push({ keep: () => resolve(true), fail: () => reject(new Error('disk full')) });
      }),
    answer: async ({ id }: ChatEvent) => void answered.push(id),
  };
}

const strangers = { known: (event: ChatEvent) => event, whole: async (event: ChatEvent) => event };

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what is known waits for the first delivery, and shares its fate', async () => {
  const desk = handDesk();
  const take = intakeOf(desk, strangers);
  const outcomes: string[] = [];
  const deliver = (keys: string[]) =>
    take(EVENT, keys).then(
      () => outcomes.push('acknowledged'),
      () => outcomes.push('not'),
    );
  const both = [deliver(['EvA', 'C1:1']), deliver(['EvB', 'C1:1'])];
  await turn();
  expect(outcomes).toEqual([]);
  desk.waiting[0]?.fail();
  await Promise.all(both);
  expect(outcomes).toEqual(['not', 'not']);

  const again = [deliver(['EvB', 'C1:1']), deliver(['EvA', 'C1:1'])]; // in whatever order they come again
  await turn();
  expect(desk.waiting).toHaveLength(2);
  desk.waiting[1]?.keep();
  await Promise.all(again);
  await deliver(['EvB', 'C1:1']);
  await turn();
  expect(outcomes.slice(2)).toEqual(['acknowledged', 'acknowledged', 'acknowledged']);
  expect(desk.answered).toEqual(['e1']);
});

test('the answer is begun after the acknowledgement', async () => {
  const desk = handDesk();
  const taken = intakeOf(desk, strangers)(EVENT, ['e1']);
  await turn();
  desk.waiting[0]?.keep();
  await taken;
  expect(desk.answered).toEqual([]);
  await turn();
  expect(desk.answered).toEqual(['e1']);
});

test('the acknowledgement does not wait for who the person is; the answer does, and knows her', async () => {
  const desk = handDesk();
  let tell = (_: { name: string; runs: boolean }) => {};
  const person = () =>
    new Promise<{ name: string; runs: boolean }>((resolve) => {
      tell = resolve;
    });
  const names: string[] = [];
  const answer = async (event: ChatEvent, whole = async (known: ChatEvent) => known) =>
    void names.push((await whole(event)).person.name);
  const taken = intakeOf({ ...desk, answer }, introducer(directory({ person })))(EVENT, ['e1']);
  await expect.poll(() => desk.waiting.length).toBe(1);
  desk.waiting[0]?.keep();
  await taken;
  await turn();
  expect(names).toEqual([]);
  tell({ name: 'Ada', runs: true });
  await expect.poll(() => names).toEqual(['Ada']);
});

const directory = (change: object = {}) => ({
  asked: [] as string[],
  person: async (_user: string) => ({ name: 'Ada', runs: false }),
  creator: async (_channel: string): Promise<string | undefined> => 'U9',
  ...change,
});

test.each<[string, object, Partial<ChatEvent>, boolean]>([
  ['nobody in particular', {}, {}, false],
  ['an admin', { person: async () => ({ name: 'Ada', runs: true }) }, {}, true],
  ['who made the channel', { creator: async () => 'U1' }, {}, true],
  ['anybody in direct messages', {}, { channel: 'D1' }, true],
])('%s: whether she manages', async (_, change, event, manages) => {
  const whole = await introducer(directory(change)).whole({ ...EVENT, ...event });
  expect(whole).toMatchObject({
    person: { id: 'U1', name: 'Ada' },
    address: { channel: 'C1', roles: '', manages },
  });
});

test('without the scopes, or where Slack is slow, the event is not held up', async () => {
  const refusing = directory({
    person: () => Promise.reject(new Error('missing_scope')),
    creator: () => new Promise(() => {}),
  });
  const whole = await introducer(refusing).whole(EVENT);
  expect(whole).toMatchObject({ person: { id: 'U1', name: 'U1' }, address: { manages: false } });
});

test('a person is asked for once', async () => {
  let asked = 0;
  const { known, whole } = introducer(
    directory({
      person: async () => {
        asked++;
        return { name: 'Ada', runs: false };
      },
    }),
  );
  expect(known(EVENT).person.name).toBe('U1');
  expect(asked).toBe(0);
  await Promise.all([whole(EVENT), whole(EVENT)]);
  await whole(EVENT);
  expect(asked).toBe(1);
  expect(known(EVENT).person.name).toBe('Ada');
});
