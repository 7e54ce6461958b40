import type { ChatEvent } from '../../kernel/chat-event.ts';
import { type AnswerId, readAnswerId } from '../answer-id.ts';
import { answerIdRefused } from '../errors.ts';
import { hasThreads } from './address.ts';
import { type ApiInteraction, type ApiPressed, COMPONENT, INTERACTION } from './api.ts';
import { eventOf } from './heard.ts';

/**
 * A button, or a choice of a select. `text` is the action's name (`toggle`, `deeper`, … `head L5H1`,
 * `token 4`); `address` holds `action`, `turn` and, of a choice, `argument`; `thread` is the session's.
 *
 * @param key  of this installation: see answer-id.ts
 * @returns null for what is not for us
 * @throws {ChatError} `answer-id-refused`, `answer-id-outdated`
 */
export function hearControl(interaction: ApiInteraction, key: Uint8Array, now: number): ChatEvent | null {
  const { data, type, channel_id: channel = interaction.channel?.id } = interaction;
  if (type !== INTERACTION.component || data === undefined || channel === undefined) return null;
  const isSelect = data.component_type === COMPONENT.select;
  if (!isSelect && data.component_type !== COMPONENT.button) return null;
  const asked = isSelect ? choiceOf(data, channel, key) : readAnswerId(data.custom_id ?? '', channel, key);
  const { action, turn, argument } = asked;
  const about = { action, turn, ...(argument === undefined ? {} : { argument }) };
  const text = argument === undefined ? action : `${action} ${argument}`;
  const event = eventOf(interaction, { way: isSelect ? 'select' : 'button', text, about }, now);
  return event === null ? null : inItsSession(event, interaction.message);
}

/**
 * The answer that a session's thread hangs on stands in the channel, and the thread has its id; so has
 * what was said in the channel where no thread could be opened: it replies to that answer.
 */
function inItsSession(event: ChatEvent, message: ApiPressed | undefined): ChatEvent {
  if (message === undefined || event.thread !== undefined || !hasThreads(event)) return event;
  const { author, referenced_message: replied } = message;
  const isOurs = replied !== undefined && replied !== null && replied.author.id === author?.id;
  return { ...event, thread: isOurs ? replied.id : message.id };
}

/** The value of a choice is an id of its own, of the same turn as the select's. */
function choiceOf(
  { custom_id: id = '', values = [] }: NonNullable<ApiInteraction['data']>,
  channel: string,
  key: Uint8Array,
): AnswerId {
  const select = readAnswerId(id, channel, key);
  const choice = readAnswerId(values[0] ?? '', channel, key);
  if (select.turn !== choice.turn || choice.argument === undefined) throw answerIdRefused();
  return choice;
}
