import { createHash } from 'node:crypto';
import type { ChatEvent } from '../../kernel/chat-event.ts';
import { LIMITS } from './limits.ts';

/** Names one message of a turn, the same after a restart: Discord posts it once, however often it is sent within a few minutes. */
export const nonceOf = ({ id }: Pick<ChatEvent, 'id'>, what: 'open' | 'fail' | number): string =>
  createHash('sha256').update(`${id}:${what}`).digest('base64url').slice(0, LIMITS.nonce);
