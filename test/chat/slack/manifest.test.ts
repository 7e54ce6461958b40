import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { USES } from '../../../src/chat/slack/uses.ts';
import { ROOT } from '../../house/imports.ts';

const manifest = JSON.parse(readFileSync(`${ROOT}src/chat/slack/manifest.json`, 'utf8'));

/** By Slack's reference pages of each event and method. */
const SCOPE: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  // Without im:read and mpim:read: who made a conversation of a few people decides nothing.
  'conversations.info': ['channels:read', 'groups:read'],
  'users.conversations': ['channels:read', 'groups:read'],
  'users.info': ['users:read'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.info': ['files:read'],
  'views.open': [],
  'views.publish': [],
};

test('the manifest asks for what is used, and for no more', () => {
  const needed = [...USES.events, ...USES.methods].flatMap((name) => SCOPE[name] ?? [`unknown: ${name}`]);
  expect(manifest.oauth_config.scopes.bot).toEqual([...new Set([...needed, 'commands'])].sort());
  expect(manifest.settings.event_subscriptions.bot_events).toEqual(USES.events);
});

test('what is named as used is what the client is called for', () => {
  const source = ['calls.ts', 'files.ts']
    .map((file) => readFileSync(`${ROOT}src/chat/slack/${file}`, 'utf8'))
    .join('');
  const called = [...source.matchAll(/client\.(\w+)\.(\w+)\(/g)].map(
    ([, family, verb]) => `${family}.${verb}`,
  );
  expect([...new Set(called)].sort()).toEqual([...USES.methods].sort());
});

test('command, shortcut and ways to connect are those of the code', () => {
  const [command] = manifest.features.slash_commands;
  expect(command).toMatchObject({ command: USES.command, should_escape: false });
  expect(command).not.toHaveProperty('url'); // Socket Mode needs none
  expect(manifest.features.shortcuts).toMatchObject([{ type: 'message', callback_id: USES.shortcut }]);
  expect(manifest.features.app_home).toMatchObject({ home_tab_enabled: true, messages_tab_enabled: true });
  expect(manifest.features.app_home.messages_tab_read_only_enabled).toBe(false);
  expect(manifest.settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } });
});

test('names and descriptions are within the limits of the manifest', () => {
  const { display_information: shown, features } = manifest;
  expect(shown.name.length).toBeLessThanOrEqual(35);
  expect(shown.description.length).toBeLessThanOrEqual(140);
  expect(features.shortcuts[0].name.length).toBeLessThanOrEqual(24);
  expect(features.shortcuts[0].description.length).toBeLessThanOrEqual(150);
});
