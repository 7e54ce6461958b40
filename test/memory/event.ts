import type { ChatEvent } from '../../src/kernel/chat-event.ts';

export const event = (id: string, receivedAt = 1): ChatEvent => ({
  id,
  platform: 'discord',
  workspace: 'w',
  channel: 'c',
  person: { id: 'p', name: 'Ada' },
  way: 'command',
  text: '.p/help',
  receivedAt,
  address: { token: 't' },
});
