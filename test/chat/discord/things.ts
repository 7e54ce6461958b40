import type { ApiChannel, ApiInteraction, ApiMessage, ApiOption } from '../../../src/chat/discord/api.ts';
import type { Owner } from '../../../src/chat/discord/controls.ts';
import type { Reply } from '../../../src/kernel/reply.ts';

export const KEY = new Uint8Array(32).fill(7);
export const OWNER: Owner = { turn: '1175678901234567890', channel: '300', key: KEY };

export const reply = (changes: Partial<Reply> = {}): Reply => ({
  command: '.p/reflect.trace',
  params: { mode: 'session', depth: 'complete' },
  model: { name: 'm', family: 'llama', device: 'cpu', layers: 2, heads: 2, kvHeads: 1, width: 8, vocab: 9 },
  prompt: { text: 'The capital of France is', tokens: [] },
  findings: [],
  pictures: [{ file: 'x.png', width: 2, height: 2, alt: 'A picture.' }],
  text: 'Because of “France”.',
  caveats: ['Weak.'],
  timing: { queued: 0, model: 0, analysis: 0, draw: 0 },
  ...changes,
});

export const interaction = (changes: Partial<ApiInteraction> = {}): ApiInteraction => ({
  id: '1',
  application_id: '2',
  type: 2,
  token: 'tok',
  guild_id: '100',
  channel_id: '300',
  channel: { id: '300', type: 0 },
  member: {
    nick: null,
    roles: ['7', '8'],
    permissions: '32',
    user: { id: '5', username: 'mia', global_name: 'Mia' },
  },
  attachment_size_limit: 1000,
  ...changes,
});

export const THREAD: ApiChannel = { id: '400', type: 11, parent_id: '300' };

/** `/p <path…> <options>` as the API sends it. */
export function slash(path: readonly string[], options: readonly ApiOption[] = []): ApiInteraction['data'] {
  const inner = path.reduceRight<readonly ApiOption[]>(
    (below, name, i) => [{ name, type: i === path.length - 1 ? 1 : 2, options: below }],
    options,
  );
  return { type: 1, name: 'p', options: inner };
}

export const option = (name: string, value: string | number | boolean): ApiOption => ({
  name,
  type: 3,
  value,
});

export const message = (changes: Partial<ApiMessage> = {}): ApiMessage => ({
  id: '9',
  channel_id: '300',
  guild_id: '100',
  type: 0,
  content: '.p/help',
  author: { id: '5', username: 'mia' },
  mentions: [],
  ...changes,
});
