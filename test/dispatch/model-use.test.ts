import { expect, test } from 'vitest';
import type { Models } from '../../src/dispatch/here.ts';
import { answerTo, emptyRooms, found, visit } from '../support/channel.ts';

const empty = await emptyRooms();
const models: Models = {
  open: () => Promise.reject(new Error('a model was opened')),
  usual: 'shipped',
  list: async () => [
    { name: 'SmolLM2-135M-Instruct', present: true, about: 'small, and it chats' },
    { name: 'Mistral-7B', present: false, about: 'for large machines' },
    { name: 'shipped', present: true, about: 'a closed little world' },
  ],
};
const rooms = { ...empty, models };
const chosen = async (house: ReturnType<typeof visit>) => (await house.here.session.session()).model;

test('the list is shown with what is asked now', async () => {
  const { reply } = await answerTo('.p/model.use', visit(rooms, { thread: 'list' }));
  expect(reply.text.split('\n').slice(0, 3)).toEqual([
    'This thread asks shipped, the usual model.',
    '✓ SmolLM2-135M-Instruct  small, and it chats',
    '  Mistral-7B             for large machines',
  ]);
  expect(reply.text).toMatch(/dotp model get NAME/);
});

test('a model of the list is the thread’s from now on, in any letters, and of no other thread', async () => {
  const here = visit(rooms, { thread: 'a' });
  const finding = await found('.p/model.use{name=smollm2-135m-instruct}', here, 'models');
  expect(finding).toMatchObject({ chosen: 'SmolLM2-135M-Instruct', usual: 'shipped', changed: true });
  expect(await chosen(here)).toBe('SmolLM2-135M-Instruct');
  for (const other of [{ thread: 'b' }, { channel: 'd', thread: 'a' }, { workspace: 'v', thread: 'a' }])
    expect(await chosen(visit(rooms, other))).toBeUndefined();
  await answerTo('.p/model.use{name=usual}', here);
  expect(await chosen(here)).toBeUndefined();
});

test('a known one that is not here is refused with the line that fetches it', async () => {
  const here = visit(rooms, { thread: 'c' });
  await expect(answerTo('.p/model.use{name=mistral-7b}', here)).rejects.toMatchObject({
    code: 'model-not-here',
    fix: expect.stringContaining('dotp model get Mistral-7B'),
  });
  expect(await chosen(here)).toBeUndefined();
});

test.each(['/etc/passwd', './model', 'owner/name', 'model.gguf', 'https://hf.co/a/b', 'C:\\x', '', '~/x'])(
  'a chat cannot name “%s”; the terminal can',
  async (name) => {
    const line = `.p/model.use{name=${JSON.stringify(name)}}`;
    const here = visit(rooms, { thread: `d${name}` });
    await expect(answerTo(line, here)).rejects.toMatchObject({ code: 'model-not-listed' });
    expect(await chosen(here)).toBeUndefined();
    if (name === '') return;
    const free = visit({ ...rooms, models: { ...models, free: true } }, { thread: `e${name}` });
    await answerTo(line, free);
    expect(await chosen(free)).toBe(name);
  },
);

test('a near miss is told the name meant', async () => {
  await expect(answerTo('.p/model.use{name=shiped}', visit(rooms))).rejects.toMatchObject({
    what: expect.stringContaining('Did you mean shipped?'),
    fix: 'Choose one of SmolLM2-135M-Instruct, shipped, usual.',
  });
});
