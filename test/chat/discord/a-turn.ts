/** Events and answers for the voice, and a desk that answers as it is told: no model is needed to test how things are said. */
import { discordVoice } from '../../../src/chat/discord/voice.ts';
import { recent } from '../../../src/chat/discord/recent.ts';
import { openRest } from '../../../src/chat/discord/rest.ts';
import type { ChatEvent } from '../../../src/kernel/chat-event.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { type Answered, answerName, type Voice } from '../../../src/kernel/voice.ts';
import type { FakeDiscord } from '../../support/discord/open.ts';
import { KEY, reply } from './things.ts';

export const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);

export const answered = (event: Pick<ChatEvent, 'id'>, index = 0, changes: Partial<Answered> = {}): Answered => ({
  turn: answerName(event, index),
  reply: reply(),
  png: PNG,
  picks: [{ action: 'head', argument: 'L1H0', label: 'L1H0' }],
  files: [],
  show: 'answer',
  ...changes,
});

/** A voice as a process has it that has just started: it knows nothing of what was before. */
export function voiceOf(fake: FakeDiscord, now: () => number = Date.now): Voice {
  const rest = openRest({ token: fake.token, api: fake.api, log: silentLog });
  return discordVoice({ rest, key: KEY, log: silentLog, now, replies: recent(100), stands: recent(100) });
}
