import { expect, test } from 'vitest';
import { admission } from '../../src/dispatch/admission.ts';
import { callsOf, costOf } from '../../src/dispatch/calls.ts';
import { answerTo, emptyRooms, visit } from '../support/channel.ts';
import { paperEvent } from '../support/paper-voice.ts';

const rooms = await emptyRooms();
const BOB = { id: 'U0BOB', name: 'Bob' };

async function said(channel: string, text: string, more: Parameters<typeof paperEvent>[2] = {}) {
  const event = paperEvent(`${channel}-${text}`, text, { channel, person: BOB, address: {}, ...more });
  const cost = costOf(callsOf(text, { commands: rooms.commands, talks: true }));
  const answer = await admission(event, cost, rooms.memory);
  return answer === 'ok' ? 'ok' : answer.code;
}

test('limits that a command sets are those that hold, for the channel, a role and a person', async () => {
  const ann = visit(rooms, { channel: 'limits' });
  const ask = '.p/reflect.lens The capital of France is';
  expect(await said('limits', ask)).toBe('ok');
  await answerTo('.p/channel.limit{prompt=10}', ann);
  expect(await said('limits', ask)).toBe('too-long');
  expect(await said('elsewhere', ask)).toBe('ok');
  await answerTo('.p/channel.limit{prompt=none, runs=1}', ann);
  expect(await said('limits', ask)).toBe('ok');
  expect(await said('limits', `${ask} not`)).toBe('channel-busy');
  await answerTo('.p/channel.limit{runs=none}', ann);
  await answerTo('.p/channel.limit{id=<@&77>, allowed=false}', ann);
  expect(await said('limits', ask)).toBe('ok');
  expect(await said('limits', ask, { address: { roles: '12 77' } })).toBe('not-allowed');
  await answerTo('.p/channel.limit{id=<@U0BOB>, allowed=true}', ann);
  expect(await said('limits', ask, { address: { roles: '77' } })).toBe('ok');
});

test('in a quiet channel commands are answered and talk is not', async () => {
  const ann = visit(rooms, { channel: 'quiet' });
  await answerTo('.p/channel.quiet', ann);
  expect(await said('quiet', 'how are you?', { way: 'message' })).toBe('quiet');
  expect(await said('quiet', 'how are you?', { way: 'mention' })).toBe('ok');
  expect(await said('quiet', '.p/channel.limit', { way: 'message' })).toBe('ok');
});

test('a closed channel is closed for all, and who manages it can still open it', async () => {
  const ann = visit(rooms, { channel: 'closed' });
  await answerTo('.p/channel.limit{allowed=false}', ann);
  const person = { id: 'U0CID', name: 'Cid' };
  const manages = { person, address: { manages: true } };
  expect(await said('closed', '.p/channel.limit{allowed=none}', { person })).toBe('not-allowed');
  expect(await said('closed', '.p/channel.limit{allowed=none}', manages)).toBe('ok');
  expect(await said('closed', '.p/reflect.lens Hello', manages)).toBe('not-allowed');
});
