import type { Reply } from '../../kernel/reply.ts';
import { shown } from './escape.ts';
import { cut } from './fitted.ts';
import { LIMITS } from './limits.ts';
import type { MessageFile } from './message.ts';

/** `reflect.trace`, with nothing that an address of a file could trip over. */
export const fileName = ({ command }: Pick<Reply, 'command'>): string =>
  command
    .replace(/^\.p\//, '')
    .replace(/[^a-z0-9.-]+/gi, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 60) || 'answer';

export const pictureFile = (reply: Reply, bytes: Uint8Array): MessageFile => ({
  name: `${fileName(reply)}.png`,
  type: 'image/png',
  bytes,
  description: cut(shown(reply.pictures[0]?.alt ?? reply.text), LIMITS.alt),
});

export const jsonFile = (reply: Reply): MessageFile => ({
  name: `${fileName(reply)}.json`,
  type: 'application/json',
  bytes: new TextEncoder().encode(`${JSON.stringify(reply, null, 2)}\n`),
  description: 'Every number of the answer.',
});

/** @param most  bytes; a longer text is cut there, and says so */
export function textFile(name: string, text: string, most: number): MessageFile {
  const whole = new TextEncoder().encode(text);
  const end = new TextEncoder().encode('\n… cut here: files may not be longer.\n');
  const bytes = whole.length <= most ? whole : Buffer.concat([startOf(whole, most - end.length), end]);
  return { name, type: 'text/plain; charset=utf-8', bytes, description: 'The answer in words.' };
}

/** UTF-8 cut in front of a character, not inside one. */
function startOf(bytes: Uint8Array, most: number): Uint8Array {
  let end = Math.max(most, 0);
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
