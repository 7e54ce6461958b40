import { expect, test } from 'vitest';
import { openDesk } from '../../src/dispatch/desk.ts';
import { silentMeter } from '../../src/kernel/meter.ts';
import { emptyRooms } from '../support/channel.ts';
import { paperEvent, paperVoice } from '../support/paper-voice.ts';

/** The whole way of commands that act on the channel, from the event to the message. */
async function open() {
  const rooms = await emptyRooms();
  const paper = paperVoice();
  const queue = { atOnce: 1, waiting: 9, waitingPerChannel: 9 };
  const desk = openDesk(rooms, { queue, turnLimit: 60_000, meter: silentMeter });
  desk.add(paper.voice);
  let n = 0;
  async function say(text: string, more: Parameters<typeof paperEvent>[2] = {}) {
    const event = paperEvent(`e${++n}`, text, { thread: 't', address: {}, ...more });
    const before = paper.messages.length;
    if (await desk.receive(event)) await desk.answer(event);
    return paper.messages.slice(before);
  }
  return { rooms, desk, say };
}

const manages = { address: { manages: true } };
const place = { workspace: 'w', channel: 'c', thread: 't' };

test('a refusal by permission reaches the person as words', async () => {
  const { say } = await open();
  const [message] = await say('.p/channel.limit{runs=3}');
  expect(message?.failed ?? message?.words).toMatch(/Only who manages .* may change what may be asked here/);
});

test('closed, a thread is no session any more; any command opens it again', async () => {
  const { desk, say } = await open();
  await say('.p/help');
  expect(await desk.inSession(place)).toBe(true);
  await say('.p/session.close');
  expect(await desk.inSession(place)).toBe(false);
  await say('.p/session.show');
  expect(await desk.inSession(place)).toBe(true);
});

test('files go with the answer', async () => {
  const { say } = await open();
  await say('.p/help');
  const [share] = await say('.p/session.share');
  expect(share?.answered?.files.map(({ name }) => name)).toEqual(['dotp-session-1970-01-01.html']);
  const [own] = await say('.p/memory.export{what=me}');
  expect(own?.answered?.files[0]?.type).toBe('application/json');
});

test('in a quiet channel talk is let pass without a word, until somebody takes it back', async () => {
  const { say } = await open();
  await say('.p/channel.quiet', manages);
  expect(await say('are you there?', { way: 'message' })).toEqual([]);
  expect(await say('.p/help')).toHaveLength(1);
  await say('.p/channel.quiet{on=false}', manages);
  expect(await say('are you there?', { way: 'message' })).toHaveLength(1);
});

test('who had themselves forgotten is not known again by the turn that did it', async () => {
  const { rooms, say } = await open();
  await say('.p/help');
  const [message] = await say('.p/memory.forget{what=me, sure=true}');
  expect(message?.words).toMatch(/A second reading found 0 left/);
  const found = await rooms.memory.exportPerson('w', 'p1');
  expect(found).toMatchObject({ sessions: [], events: [], limits: {} });
});

test('a forgotten channel stays forgotten after the turn that forgot it', async () => {
  const { rooms, say } = await open();
  await say('.p/help', { thread: 'u' });
  const [message] = await say('.p/memory.forget{what=channel, sure=true}', manages);
  expect(message?.words).toMatch(/A second reading found 0 left/);
  expect(await rooms.memory.export('w', 'c')).toMatchObject({ sessions: [], events: [], limits: {} });
  expect(await rooms.memory.ledger.unfinished()).toEqual([]);
});
