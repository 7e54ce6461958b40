import { expect, test } from 'vitest';
import type { Rooms } from '../../src/dispatch/rooms.ts';
import { replyOf } from '../memory/reply.ts';
import { answerTo, emptyRooms, found, visit } from '../support/channel.ts';
import { paperEvent } from '../support/paper-voice.ts';

const ANN = { id: 'U0ANN123456', name: 'Ann' };
const BOB = { id: 'U0BOB654321', name: 'Bob <@everyone>' };
const as = (person: typeof ANN, more = {}) => ({ person, manages: false, ...more });

/** Both of them in two threads of two channels, and the same in another workspace. */
async function filled(): Promise<Rooms> {
  const rooms = await emptyRooms();
  for (const workspace of ['w', 'v'])
    for (const channel of ['c', 'd'])
      for (const thread of ['t', 'u'])
        for (const person of [ANN, BOB]) {
          const session = rooms.memory.channel(channel, workspace, thread);
          await session.people.open(ANN, 1);
          await session.people.join(person, 2);
          const id = `${workspace}${channel}${thread}${person.name}`;
          await rooms.memory.ledger.receive(
            paperEvent(id, `words of ${id}`, { workspace, channel, thread, person }),
          );
          const prompt = { text: `words of ${id}`, tokens: [] };
          await session.remember({ ...replyOf(`to ${id}`), prompt }, `${id}.0`, person);
        }
  return rooms;
}

const turnsIn = async (rooms: Rooms) => {
  const counts: Record<string, number> = {};
  for (const workspace of ['w', 'v'])
    for (const channel of ['c', 'd']) {
      const { sessions } = await rooms.memory.export(workspace, channel);
      counts[workspace + channel] = sessions.flatMap(({ turns }) => turns).length;
    }
  return counts;
};
const ALL = { wc: 4, wd: 4, vc: 4, vd: 4 };

test('without sure nothing goes, and what would go is counted', async () => {
  const rooms = await filled();
  const counted = { sessions: 2, turns: 4, events: 4, people: 2, limits: 0 };
  const finding = await found('.p/memory.forget{what=channel}', visit(rooms), 'forgotten');
  expect(finding).toMatchObject({ there: counted, deleted: null, left: null });
  const thread = await answerTo('.p/memory.forget{what=thread}', visit(rooms));
  expect(thread.reply.text).toBe(
    'I remember 2 answers, 2 messages, 2 people of this thread. All of it would be deleted and could not be had back. If you are sure: .p/memory.forget{what=thread, sure=true}',
  );
  const me = await found('.p/memory.forget{what=me, sure=false}', visit(rooms, as(BOB)), 'forgotten');
  expect(me.there).toEqual({ sessions: 4, turns: 4, events: 4, people: 1, limits: 0 });
  expect(await turnsIn(rooms)).toEqual(ALL);
});

test('a forgotten channel is gone with its threads, proven by a second reading; all others are whole', async () => {
  const rooms = await filled();
  const { reply } = await answerTo('.p/memory.forget{what=channel, sure=true}', visit(rooms));
  expect(reply.findings).toMatchObject([{ there: { turns: 4 }, left: 0 }]);
  expect(reply.text).toMatch(
    /^Forgotten of this channel: 2 sessions, 4 answers, 4 messages, 2 people\. \d+ keys of the store were deleted\. A second reading found 0 left\.$/,
  );
  expect(await turnsIn(rooms)).toEqual({ ...ALL, wc: 0 });
  const again = await found('.p/memory.forget{what=channel}', visit(rooms), 'forgotten');
  expect(again.there).toEqual({ sessions: 0, turns: 0, events: 0, people: 0, limits: 0 });
});

test('a forgotten thread leaves the other threads of its channel', async () => {
  const rooms = await filled();
  await answerTo('.p/memory.forget{what=thread, sure=true}', visit(rooms));
  expect(await turnsIn(rooms)).toEqual({ ...ALL, wc: 2 });
  expect((await rooms.memory.export('w', 'c')).sessions.map(({ thread }) => thread)).toEqual(['u']);
});

test('everyone may be forgotten by their own word, in this workspace, and only they', async () => {
  const rooms = await filled();
  await answerTo('.p/memory.forget{what=me, sure=true}', visit(rooms, as(BOB)));
  expect(await turnsIn(rooms)).toEqual({ ...ALL, wc: 2, wd: 2 });
  const { sessions } = await rooms.memory.export('w', 'c');
  expect(sessions.flatMap(({ turns }) => turns.map(({ by }) => by?.name))).toEqual(['Ann', 'Ann']);
});

test('who neither manages nor opened it forgets no thread and no channel, not even by counting', async () => {
  const rooms = await filled();
  for (const sure of ['', ', sure=true']) {
    for (const what of ['channel', 'thread'])
      await expect(
        answerTo(`.p/memory.forget{what=${what}${sure}}`, visit(rooms, as(BOB))),
      ).rejects.toMatchObject({ code: 'not-permitted' });
    await expect(
      answerTo(`.p/memory.forget{what=channel${sure}}`, visit(rooms, as(ANN))),
    ).rejects.toMatchObject({ code: 'not-permitted' });
  }
  expect(await turnsIn(rooms)).toEqual(ALL);
  await answerTo('.p/memory.forget{what=thread, sure=true}', visit(rooms, as(ANN))); // she opened it
  expect(await turnsIn(rooms)).toEqual({ ...ALL, wc: 2 });
});

test('what is to be forgotten must be said', async () => {
  await expect(answerTo('.p/memory.forget{sure=true}', visit(await filled()))).rejects.toMatchObject({
    code: 'missing-param',
  });
});

test('a channel’s export is a file of JSON for who manages it, of this channel alone', async () => {
  const rooms = await filled();
  const { reply, files } = await answerTo('.p/memory.export', visit(rooms));
  const [file] = files ?? [];
  const text = new TextDecoder().decode(file?.bytes);
  expect(file).toMatchObject({ name: 'dotp-channel-1970-01-01.json', type: 'application/json' });
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(await rooms.memory.export('w', 'c'))));
  expect(text).not.toMatch(/words of (wd|vc|vd)/);
  expect(reply.findings).toMatchObject([{ bytes: file?.bytes.length, there: { turns: 4 } }]);
  expect(reply.text).toMatch(
    /^What I remember of this channel: 2 sessions, 4 answers, .*\.json, [\d.]+ kB\.$/,
  );
  await expect(answerTo('.p/memory.export', visit(rooms, as(ANN)))).rejects.toMatchObject({
    code: 'not-permitted',
  });
});

test('one’s own export holds nothing of others', async () => {
  const rooms = await filled();
  const { files } = await answerTo('.p/memory.export{what=me}', visit(rooms, as(ANN)));
  const text = new TextDecoder().decode(files?.[0]?.bytes);
  expect(JSON.parse(text)).toMatchObject({ schema: 'dotp-person-export/1', person: ANN.id });
  expect(text).not.toMatch(/Bob|words of v/);
  expect(text.match(/"to w/g)).toHaveLength(4);
});
