/** What people do, as the real Bolt takes it from the fake, over Socket Mode and over signed HTTP. */
import { afterEach, expect, test } from 'vitest';
import { BOT } from '../../support/slack/workspace.ts';
import { clientOf } from './bolt.ts';
import { ADA, everything, start, stopAll } from './bolt-heard.ts';

afterEach(stopAll);

const BLOCKS = [
  {
    type: 'actions' as const,
    elements: [
      { type: 'button' as const, action_id: 'go', text: { type: 'plain_text' as const, text: 'Go' } },
      {
        type: 'static_select' as const,
        action_id: 'pick',
        placeholder: { type: 'plain_text' as const, text: 'Pick one' },
        options: ['x', 'y'].map((value) => ({ text: { type: 'plain_text' as const, text: value }, value })),
      },
    ],
  },
];

const FORM = {
  type: 'modal' as const,
  callback_id: 'form',
  title: { type: 'plain_text' as const, text: 'Form' },
  submit: { type: 'plain_text' as const, text: 'Run' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'prompt',
      label: { type: 'plain_text' as const, text: 'Prompt' },
      element: { type: 'plain_text_input' as const, action_id: 'value' },
    },
  ],
};

test.each(['socket', 'http'] as const)('everything a person does reaches Bolt over %s', async (mode) => {
  const { fake, heard } = await start(mode, (one, all) => {
    everything(one, all);
    one.command('/form', async ({ command, ack, client }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: FORM });
    });
  });
  const { ts, deliveries } = await fake.say({ ...ADA, text: 'tea & <toast> on model.info' });
  await fake.mention({ ...ADA, text: 'hello' });
  await fake.say({ person: 'U0ADA', channel: 'D0ADA', text: 'psst' });
  await fake.slash({ ...ADA, text: 'reflect.trace' });
  await fake.openHome('U0ADA');
  await fake.shortcut({ ...ADA, ts });
  const { ts: own = '' } = await clientOf(fake).chat.postMessage({
    channel: ADA.channel,
    text: 'mine',
    blocks: BLOCKS,
  });
  await fake.press({ ...ADA, ts: own, button: 'Go' });
  await fake.choose({ ...ADA, ts: own, menu: 'Pick one', choice: 'y' });
  await fake.slash({ ...ADA, command: '/form', text: '' });
  await fake.until('a form', () => fake.form('U0ADA'));
  await expect(fake.submitView('U0ADA', {})).rejects.toThrow('required');
  const wrong = await fake.submitView('U0ADA', { Prompt: 'bad' });
  expect(wrong.response).toMatchObject({ response_action: 'errors' });
  expect((await fake.submitView('U0ADA', { prompt: 'typed' })).acked).toBe(true);
  expect(fake.form('U0ADA')).toBeUndefined();
  expect(deliveries).toMatchObject([{ acked: true, attempts: 1 }]);
  expect(heard.sort()).toEqual(
    [
      'message tea &amp; &lt;toast&gt; on <http://model.info|model.info>',
      `message <@${BOT.user}> hello`,
      `mention <@${BOT.user}> hello`,
      'message psst',
      'command reflect.trace in C0GENERAL',
      'home U0ADA',
      'shortcut tea &amp; &lt;toast&gt; on <http://model.info|model.info>',
      'button go ',
      'static_select pick y',
      'form bad',
      'form typed',
    ].sort(),
  ); // and not "mine": Bolt leaves the bot's own out, though it is delivered
  expect(fake.violations).toEqual([]);
});
