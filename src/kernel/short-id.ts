import { createHash } from 'node:crypto';
import type { ChatEvent } from './chat-event.ts';

/** A turn's id for people and the log: eight hexadecimal digits, the same for the same event. Says nothing of who or where. */
export const shortId = ({ platform, id }: Pick<ChatEvent, 'platform' | 'id'>): string =>
  createHash('sha256').update(`${platform}:${id}`).digest('hex').slice(0, 8);
