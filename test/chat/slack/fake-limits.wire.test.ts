/** The fake refuses what Slack refuses, and notes which rule it was. */
import { afterAll, expect, test } from 'vitest';
import { openFakeSlack } from '../../support/slack/fake-slack.ts';
import { clientOf, errorOf, section } from './bolt.ts';

const CHANNEL = 'C0GENERAL';
const fake = await openFakeSlack();
const client = clientOf(fake);
afterAll(() => fake.close());

const button = (id: string, text = 'Go') => ({
  type: 'button' as const,
  action_id: id,
  text: { type: 'plain_text' as const, text },
});

test.each([
  ['section.text ≤ 3000', [section('x'.repeat(3001))]],
  ['blocks ≤ 50', Array.from({ length: 51 }, () => ({ type: 'divider' as const }))],
  ['button.text ≤ 75', [{ type: 'actions' as const, elements: [button('a', 'x'.repeat(76))] }]],
  ['action_id ≤ 255', [{ type: 'actions' as const, elements: [button('x'.repeat(256))] }]],
  [
    'action_id within a block is unique',
    [{ type: 'actions' as const, elements: [button('a'), button('a')] }],
  ],
  [
    'button.value ≤ 2000',
    [{ type: 'actions' as const, elements: [{ ...button('a'), value: 'x'.repeat(2001) }] }],
  ],
  [
    'header.text ≤ 150',
    [{ type: 'header' as const, text: { type: 'plain_text' as const, text: 'x'.repeat(151) } }],
  ],
  ['section.text ≤ 3000', [section('')]],
])('refuses blocks that break %s, and notes it', async (rule, blocks) => {
  const before = fake.violations.length;
  expect(await errorOf(client.chat.postMessage({ channel: CHANNEL, text: 'x', blocks }))).toBe(
    'invalid_blocks',
  );
  expect(fake.violations.slice(before).map((violation) => violation.rule)).toEqual([rule]);
});

test('text of a change has a limit of its own, and all blocks have one together', async () => {
  const { ts = '' } = await client.chat.postMessage({ channel: CHANNEL, text: 'x'.repeat(5000) });
  expect(await errorOf(client.chat.update({ channel: CHANNEL, ts, text: 'x'.repeat(4001) }))).toBe(
    'msg_too_long',
  );
  const blocks = Array.from({ length: 5 }, () => section('x'.repeat(2900)));
  expect(await errorOf(client.chat.postMessage({ channel: CHANNEL, text: 'x', blocks }))).toBe(
    'msg_blocks_too_long',
  );
});
