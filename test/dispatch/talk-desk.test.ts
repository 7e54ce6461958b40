import { afterAll, expect, test } from 'vitest';
import { openDesk } from '../../src/dispatch/desk.ts';
import { silentMeter } from '../../src/kernel/meter.ts';
import { roomsAround } from '../support/house.ts';
import { paperEvent, paperVoice } from '../support/paper-voice.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
afterAll(close);

const rooms = await roomsAround(async () => runner);
const paper = paperVoice();
const queue = { atOnce: 1, waiting: 100, waitingPerChannel: 20 };
const desk = openDesk(rooms, { queue, turnLimit: 60_000, meter: silentMeter });
const shown: string[] = [];
desk.add({
  ...paper.voice,
  progress(event, place, words) {
    if (event.id === 'e2') shown.push(words);
    paper.voice.progress(event, place, words);
  },
});
const take = async (...event: Parameters<typeof paperEvent>) => {
  const told = paperEvent(...event);
  if (await desk.receive(told)) await desk.answer(told);
};
const thread = { thread: 't-e1' };
const PROMPT =
  'The home of Clara is in Berlin. The home of Tom is in Helsinki. Question: where does Clara live? Answer:';

await take('e1', '.p/help');
await take('e2', PROMPT, thread);
await take('e3', 'Berlin', {
  ...thread,
  way: 'select',
  address: { action: 'word', turn: 'e2.0', argument: '0' },
});
await take('e4', 'Berlin', {
  ...thread,
  way: 'select',
  address: { action: 'word', turn: 'e2.0', argument: '99' },
});
await take('e5', 'toggle', thread);
const [, said, why, outside, toggled] = paper.messages;

test('plain words in a thread are answered by the model, shown while they are written, with their words to ask about', () => {
  expect(said?.answered?.reply).toMatchObject({ command: '.p/talk', text: 'Berlin.' });
  expect(shown.map((words) => words.trim())).toEqual(['Berlin', 'Berlin.']); // and no count of tokens over them
  expect(said?.answered?.png).toBeUndefined();
  expect(said?.answered?.picks[0]).toMatchObject({ action: 'word', argument: '0', label: 'Why “Berlin”?' });
});

test('a chosen word is traced on what the model had read, with its picture', () => {
  expect(why?.answered?.reply).toMatchObject({
    command: '.p/reflect.trace',
    params: { token: ' Berlin' },
    prompt: said?.answered?.reply.prompt,
  });
  expect(why?.answered?.png?.length).toBeGreaterThan(1000);
});

test('a word that the answer does not have is told as gone', () => {
  expect(outside?.failed).toContain('Send its command again');
});

test('talk takes no picture away: toggle turns the one before', () => {
  expect(toggled?.answered?.reply).toMatchObject({ command: '.p/reflect.trace', params: { mode: 'qk' } });
});
