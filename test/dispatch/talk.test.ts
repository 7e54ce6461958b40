import { expect, test } from 'vitest';
import { isReply } from '../../src/dispatch/schema.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import { answersOf } from '../support/house.ts';
import { saidTo, talkingHouse } from '../support/talk.ts';
import { tinyModel } from '../support/tiny-model.ts';

const runner = inlineRunner(tinyModel());
const house = () => talkingHouse(runner);

test('words without a command are answered from the chat template, and the reply holds what was read', async () => {
  const { reply, said } = await saidTo(await house(), '  hello \n');
  expect(reply).toMatchObject({ command: '.p/talk', params: {}, pictures: [] });
  expect(reply.prompt.text).toBe('user: hello\n');
  expect(reply.prompt.tokens.map(({ text }) => text).join('')).toBe('user: hello\n');
  expect(said).toMatchObject({ asked: 'hello', form: 'chat', earlier: { seen: 0, dropped: 0, asked: [] } });
  expect(said.tokens.map(({ text }) => text).join('')).toBe(said.text);
  expect(reply.text).toBe(said.text.trim() || 'The model ended its answer without a word.');
  expect(isReply(JSON.parse(JSON.stringify(reply)))).toBe(true);
});

test('what was said before is read too; what was measured in between is not', async () => {
  const { reply, said } = await saidTo(await house(), 'ab');
  const here = await house();
  await here.session.record({ ...reply, findings: [{ ...said, text: 'yes<end>' }] }, 0); // tiny's own answers are long
  await answersOf('.p/model.info', here);
  await answersOf('.p/help', here);
  const second = await saidTo(here, 'cd');
  expect(second.reply.prompt.text).toBe('user: ab\nassistant: yes< end>\nuser: cd\n');
  expect(second.said.earlier).toEqual({ seen: 2, dropped: 0, asked: ['ab'] });
});

test('the oldest exchanges are left out where they do not fit, which is said', async () => {
  const { reply: one, said: answer } = await saidTo(await house(), 'ab');
  const here = await house();
  for (const asked of ['m0', 'm1', 'm2', 'm3'])
    await here.session.record({ ...one, findings: [{ ...answer, asked, text: 'y' }] }, 0);
  const { reply, said } = await saidTo(here, 'last');
  expect(reply.prompt.text).toBe('user: m3\nassistant: y\nuser: last\n'); // 48 bytes are half of tiny's context
  expect(said.earlier).toEqual({ seen: 2, dropped: 6, asked: ['m3'] });
  expect(reply.caveats.join()).toContain('first 6 messages are left out');
});

test('a message that leaves no room for earlier ones is answered alone', async () => {
  const here = await house();
  await saidTo(here, 'ab');
  const { reply, said } = await saidTo(here, 'x'.repeat(45));
  expect(reply.prompt.text).toBe(`user: ${'x'.repeat(45)}\n`);
  expect(said.earlier).toEqual({ seen: 0, dropped: 2, asked: [] });
});

test('a mark that was typed stays text, and that is said', async () => {
  const { reply, said } = await saidTo(await house(), 'a<end>b');
  expect(reply.prompt.text).toBe('user: a< end>b\n');
  expect(said.asked).toBe('a<end>b');
  expect(reply.caveats.join()).toContain('taken apart');
});

test('what is written is told as it grows, and ends as the answer', async () => {
  const told: string[] = [];
  const { said } = await saidTo(await house(), 'é', { onText: (soFar) => told.push(soFar) });
  expect(told.length).toBeGreaterThan(1);
  told.forEach((text, i) => {
    expect(text.startsWith(told[i - 1] ?? '')).toBe(true);
  });
  expect(told.at(-1)).toBe(said.text);
});

test('a stopped answer is not remembered', async () => {
  const here = await house();
  const stop = new AbortController();
  const stopped = saidTo(here, 'hello', { signal: stop.signal, onText: () => stop.abort() });
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  expect(await here.session.turns(9)).toEqual([]);
});

test('where nobody talks, words without a command are still a mistake', async () => {
  const silent = { ...(await house()), talks: false };
  await expect(saidTo(silent, 'hello')).rejects.toMatchObject({ code: 'no-command' });
});
