import type { MessageShortcut, SlashCommand } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { writeAnswerId } from '../../../src/chat/answer-id.ts';
import { spendResponse } from '../../../src/chat/slack/address.ts';
import { deliveries } from '../../../src/chat/slack/deliveries.ts';
import {
  deliveryKeys,
  type MessagePayload,
  messageEvent,
  slashEvent,
} from '../../../src/chat/slack/incoming.ts';
import { type ActionPayload, actionEvent, shortcutEvent } from '../../../src/chat/slack/incoming-actions.ts';

const KEY = new Uint8Array(32).fill(7);
const ARRIVAL = { botUser: 'UBOT', now: 1_700_000_000_000 };
const ENVELOPE = { event_id: 'Ev1', team_id: 'T1' };
const SAID: MessagePayload = {
  type: 'message',
  user: 'U1',
  text: '.p/help',
  channel: 'C1',
  ts: '1700000000.000100',
};
const said = (change: Partial<MessagePayload>) => messageEvent({ ...SAID, ...change }, ENVELOPE, ARRIVAL);

const SLASH: SlashCommand = {
  token: '',
  command: '/p',
  text: '<http://reflect.trace|reflect.trace>{against="a &amp; b"} The capital',
  response_url: 'https://hooks.slack.com/commands/1/2/3',
  trigger_id: '13.37.abc',
  user_id: 'U1',
  user_name: 'mary',
  team_id: 'T1',
  team_domain: 'd',
  channel_id: 'C1',
  channel_name: 'general',
  api_app_id: 'A1',
};

test('/p becomes a command with its head, and an address that can be answered', () => {
  expect(slashEvent(SLASH, ARRIVAL)).toEqual({
    id: expect.stringMatching(/^slash:[0-9a-f]{32}$/),
    platform: 'slack',
    workspace: 'T1',
    channel: 'C1',
    person: { id: 'U1', name: 'mary' },
    way: 'command',
    text: '.p/reflect.trace{against="a & b"} The capital',
    receivedAt: ARRIVAL.now,
    address: {
      channel: 'C1',
      responseUrl: SLASH.response_url,
      responseUntil: ARRIVAL.now + 1_800_000,
      responsesLeft: 5,
      triggerId: '13.37.abc',
    },
  });
});

test('an event of a real trigger has an id that a button has room for', () => {
  const trigger_id = '7148456473812.6283429870321.39a2d8a6a1b84ce5e8b2f9a7ff4e4dde';
  const ids = [
    slashEvent({ ...SLASH, trigger_id }, ARRIVAL).id,
    shortcutEvent({ ...SHORTCUT, trigger_id }, ARRIVAL)?.id ?? '',
    slashEvent({ ...SLASH, trigger_id: `${trigger_id}0` }, ARRIVAL).id,
  ];
  expect(new Set(ids).size).toBe(3);
  for (const id of ids)
    expect(() => writeAnswerId({ action: 'word', turn: `${id}.99` }, 'C1', KEY)).not.toThrow();
});

test('a conversation with the bot is one session, without threads unless somebody opens one', () => {
  const direct = said({ channel: 'D1' });
  expect(direct).not.toHaveProperty('thread');
  expect(direct?.address).not.toHaveProperty('threadTs');
  expect(said({ channel: 'D1', thread_ts: '1.2' })).toMatchObject({
    thread: '1.2',
    address: { threadTs: '1.2' },
  });
  const action_id = writeAnswerId({ action: 'toggle', turn: 'slash:1' }, 'D1', KEY);
  expect(pressed({ action_id }, 'D1', { ts: '7.1' })).not.toHaveProperty('thread');
});

test.each([
  ['', '.p/help'],
  ['.p/model.info', '.p/model.info'],
  ['p/model.info', 'p/model.info'],
  ['toggle', 'toggle'],
  ['model.info', '.p/model.info'],
])('/p %s is %s', (typed, text) => {
  expect(slashEvent({ ...SLASH, text: typed }, ARRIVAL).text).toBe(text);
});

test('a response_url is good for five messages within thirty minutes', () => {
  let address = spendResponse(slashEvent(SLASH, ARRIVAL).address, ARRIVAL.now);
  for (let used = 2; used <= 5; used++) address = spendResponse(address ?? {}, ARRIVAL.now + 1_799_999);
  expect(address?.responsesLeft).toBe(0);
  expect(spendResponse(address ?? {}, ARRIVAL.now)).toBeUndefined();
  expect(spendResponse(slashEvent(SLASH, ARRIVAL).address, ARRIVAL.now + 1_800_000)).toBeUndefined();
});

test('a message is answered in its thread, or opens one', () => {
  expect(said({})).toMatchObject({ way: 'message', text: '.p/help', address: { threadTs: SAID.ts } });
  expect(said({})).not.toHaveProperty('thread');
  expect(said({ thread_ts: '1.2' })).toMatchObject({ thread: '1.2', address: { threadTs: '1.2' } });
});

test('a mention and its message are one event, in either order', () => {
  const text = '<@UBOT> .p/help';
  const mention = messageEvent(
    { ...SAID, type: 'app_mention', text },
    { ...ENVELOPE, event_id: 'Ev2' },
    ARRIVAL,
  );
  expect(mention).toEqual(said({ text }));
  expect(mention).toMatchObject({ way: 'mention', text: '.p/help', id: 'C1:1700000000.000100' });
});

test.each<[string, Partial<MessagePayload>]>([
  ['a bot', { bot_id: 'B1' }],
  ['an app that posts as a person', { app_id: 'A1' }],
  ['itself', { user: 'UBOT' }],
  ['Slackbot', { user: 'USLACKBOT' }],
  ['nobody', { user: undefined }],
  ['an edit', { edited: { user: 'U1', ts: '2' } }],
  ['a change', { subtype: 'message_changed', hidden: true }],
  ['a deletion', { subtype: 'message_deleted' }],
  ['a bot of old', { subtype: 'bot_message' }],
  ['somebody who joins', { subtype: 'channel_join' }],
  ['a file alone', { subtype: 'file_share', text: '' }],
])('%s is not answered', (_, change) => {
  expect(said(change)).toBeNull();
});

test('a file with words is answered', () => {
  expect(said({ subtype: 'file_share' })).toMatchObject({ text: '.p/help' });
});

describe('deliveries', () => {
  test('a retry is known by its event, a mention by its message', () => {
    const seen = deliveries();
    expect(seen.isNew(deliveryKeys(ENVELOPE, SAID))).toBe(true);
    expect(seen.isNew(deliveryKeys(ENVELOPE, { ...SAID, ts: '9' }))).toBe(false);
    expect(seen.isNew(deliveryKeys({ ...ENVELOPE, event_id: 'Ev2' }, SAID))).toBe(false);
    expect(seen.isNew(deliveryKeys({ ...ENVELOPE, event_id: 'Ev3' }, { ...SAID, channel: 'C2' }))).toBe(true);
  });
  test('the oldest are let go, one that could not be kept is let in again', () => {
    const seen = deliveries(2);
    expect(['a', 'b', 'c'].map((key) => seen.isNew([key]))).toEqual([true, true, true]);
    expect(seen.isNew(['c'])).toBe(false);
    expect(seen.isNew(['a'])).toBe(true);
    seen.forget(['a']);
    expect(seen.isNew(['a'])).toBe(true);
  });
});

const SHORTCUT: MessageShortcut = {
  type: 'message_action',
  callback_id: 'trace',
  trigger_id: '1.2.x',
  message_ts: '5.1',
  response_url: 'https://hooks.slack.com/app/1',
  message: { type: 'message', ts: '5.1', text: 'Is 1 &lt; 2?', user: 'U2' },
  user: { id: 'U1', name: 'mary' },
  channel: { id: 'C1', name: 'general' },
  team: { id: 'T1', domain: 'd' },
  token: '',
  action_ts: '6.1',
};

test('the shortcut traces the text of its message, in its thread', () => {
  expect(shortcutEvent(SHORTCUT, ARRIVAL)).toMatchObject({
    way: 'shortcut',
    text: '.p/reflect.trace',
    repliedTo: 'Is 1 < 2?',
    thread: '5.1',
    address: { threadTs: '5.1', responsesLeft: 5 },
  });
  expect(shortcutEvent({ ...SHORTCUT, message: { ts: '5.1' } }, ARRIVAL)).toBeNull();
});

function pressed(
  action: Partial<ActionPayload['actions'][number]>,
  channel = 'C1',
  message: ActionPayload['message'] = { ts: '7.1', thread_ts: '5.1' },
) {
  const payload: ActionPayload = {
    user: { id: 'U1', username: 'mary' },
    team: { id: 'T1' },
    trigger_id: '1.2.y',
    channel: { id: channel },
    message,
    actions: [{ type: 'button', action_ts: '8.1', action_id: '', ...action }],
  };
  return actionEvent(payload, KEY, ARRIVAL);
}

test('a button says, checked, what is asked of which turn', () => {
  const action_id = writeAnswerId({ action: 'toggle', turn: 'slash:1' }, 'C1', KEY);
  expect(pressed({ action_id })).toMatchObject({
    id: '8.1:U1',
    way: 'button',
    text: 'toggle',
    thread: '5.1',
    person: { id: 'U1', name: 'mary' },
    address: { action: 'toggle', turn: 'slash:1', message: '7.1' },
  });
});

test('a choice is asked of what was chosen', () => {
  const action_id = writeAnswerId({ action: 'head', turn: 'slash:1' }, 'C1', KEY);
  const select = { type: 'static_select', action_id };
  expect(pressed({ ...select, selected_option: { value: 'L5H1' } })).toMatchObject({
    way: 'select',
    text: 'head L5H1',
    address: { argument: 'L5H1' },
  });
  expect(pressed({ ...select, selected_option: null })).toBeNull();
  expect(() => pressed({ ...select, selected_option: { value: '<!channel>' } })).toThrow('does not belong');
});

test('a button of another channel and a made-up one are refused', () => {
  const action_id = writeAnswerId({ action: 'json', turn: 'slash:1' }, 'C1', KEY);
  expect(() => pressed({ action_id }, 'C2')).toThrow('does not belong to an answer of this channel');
  expect(() => pressed({ action_id: 'json' })).toThrow('does not belong');
  expect(pressed({ action_id, type: 'datepicker' })).toBeNull();
});
