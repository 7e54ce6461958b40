/** What people say in a session while the bot is down is answered when it is back, once. */
import { afterAll, expect, test } from 'vitest';
import { openDiscord } from '../../../src/chat/discord/open.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { openShipped } from '../../support/shipped.ts';
import { KEY } from './things.ts';
import { wholeHouse } from './whole-house.ts';

const { runner, close } = await openShipped();
afterAll(close);

test('words said in a session while nobody listened are heard at the next connection, and only once', async () => {
  const house = await wholeHouse(runner);
  const { fake, answer, idle, desk } = house;
  await fake.slash({
    path: ['reflect', 'lens'],
    options: { prompt: 'The capital of France is' },
    channel: 'general',
  });
  await answer('general');
  await idle(); // the thread comes after its first answer
  const thread = fake.messages('general')[0]?.thread ?? '';
  fake.say({ channel: thread, person: 'tom', text: '.p/help reflect.lens' });
  await answer(thread, 1);
  await idle();
  await house.discord.stop();
  fake.say({ channel: thread, person: 'mia', text: '.p/reflect.lens The capital of Spain is' });
  fake.say({ channel: 'general', person: 'mia', text: 'nothing for the bot' });

  const again = openDiscord({ token: fake.token, api: fake.api, key: KEY, log: silentLog, privileged: true });
  desk.add(again.voice);
  await again.start(desk);
  expect((await answer(thread, 2)).content).toContain('Spain');
  await idle();
  expect(fake.messages(thread).filter(({ ours }) => ours)).toHaveLength(2);
  expect(fake.messages('general').filter(({ ours }) => ours)).toHaveLength(1);
  expect(fake.violations).toEqual([]);
  await again.stop();
  await house.close();
});
