import type { ChatEvent } from '../../kernel/chat-event.ts';
import { type AnswerId, readAnswerId } from '../answer-id.ts';
import { requestUnreadable } from './errors.ts';

/** Server of every session of the page. */
export const WORKSPACE = 'web';

/** Characters of one message, as in a chat. */
const MOST_TEXT = 8_000;
const MOST_NAME = 40;

const SESSION = /^[A-Za-z0-9_-]{22}$/;
/** Chosen by the page for each thing said, so that the same sent twice is the same. */
const ID = /^[A-Za-z0-9_-]{16,36}$/;

/** 128 bits, made by the page. */
export const isSession = (text: string): boolean => SESSION.test(text);

/**
 * What a page sends: `{ id, person: { id, name }, text }`, or `control` in the place of `text`: the signed id of
 * a button or choice. What the event's `address` holds is what the other platforms' controls say.
 *
 * @param key     what controls are signed with
 * @param manages whether who uses the page runs this dotp
 * @throws {WebError} `request-unreadable`; {@link ChatError} `answer-id-refused`, `answer-id-outdated`
 */
export function hear(
  session: string,
  sent: unknown,
  { key, manages, now }: { readonly key: Uint8Array; readonly manages: boolean; readonly now: number },
): ChatEvent {
  const { id, person, text, control } = fieldsOf(sent, 'body');
  const { id: personId, name } = fieldsOf(person, 'person');
  const event = {
    id: `web-${shaped(id, ID, 'id')}`,
    platform: 'web',
    workspace: WORKSPACE,
    channel: session,
    person: { id: shaped(personId, ID, 'person.id'), name: nameOf(name) },
    receivedAt: now,
  } as const;
  if (control === undefined) return { ...event, way: 'message', text: textOf(text), address: { manages } };
  const asked = readAnswerId(typeof control === 'string' ? control : '', session, key);
  return { ...event, ...controlled(asked), address: { ...asked, manages } };
}

const controlled = ({ action, argument }: AnswerId): Pick<ChatEvent, 'way' | 'text'> =>
  argument === undefined ? { way: 'button', text: action } : { way: 'select', text: `${action} ${argument}` };

function fieldsOf(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw requestUnreadable(where);
  return Object.fromEntries(Object.entries(value));
}

function shaped(value: unknown, shape: RegExp, where: string): string {
  if (typeof value === 'string' && shape.test(value)) return value;
  throw requestUnreadable(where);
}

function textOf(value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '' && value.length <= MOST_TEXT) return value;
  throw requestUnreadable('text');
}

/** A name is only shown: what hides or reorders is taken out, and nobody is nameless. */
function nameOf(value: unknown): string {
  const plain = typeof value === 'string' ? value.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim() : '';
  return plain === '' ? 'somebody' : [...plain].slice(0, MOST_NAME).join('');
}
