/** What Slack delivers when somebody presses, chooses or sends a form, as events of a chat. */
import type { ChatEvent } from '../../kernel/chat-event.ts';
import { type AnswerId, readAnswerId } from '../answer-id.ts';
import { answerIdRefused } from '../errors.ts';
import { addressOf } from './address.ts';
import { type Arrival, opened, triggerName } from './incoming.ts';
import { plainText } from './plain-text.ts';

interface Person {
  readonly id: string;
  readonly name?: string | undefined;
  readonly username?: string | undefined;
}

interface Interaction {
  readonly user: Person;
  readonly team: { readonly id: string } | null;
  readonly trigger_id: string;
  readonly response_url?: string | undefined;
}

export interface ShortcutPayload extends Interaction {
  readonly message: { readonly ts: string; readonly text?: string; readonly thread_ts?: string };
  readonly channel: { readonly id: string };
}

/** "Trace with .p/" on a message: its text is the prompt. null where it has none. */
export function shortcutEvent(payload: ShortcutPayload, arrival: Arrival): ChatEvent | null {
  const { message, channel } = payload;
  const text = plainText(message.text ?? '').trim();
  if (text === '') return null;
  return {
    ...common(payload, channel.id, threadOf(channel.id, message), arrival),
    id: triggerName('shortcut', payload.trigger_id),
    way: 'shortcut',
    text: '.p/reflect.trace',
    repliedTo: text,
  };
}

export interface ActionPayload extends Interaction {
  readonly channel?: { readonly id: string } | undefined;
  readonly message?: { readonly ts: string; readonly thread_ts?: string } | undefined;
  readonly actions: readonly {
    readonly type: string;
    readonly action_id: string;
    readonly action_ts: string;
    readonly selected_option?: { readonly value?: string | undefined } | null | undefined;
  }[];
}

/**
 * A button or a choice under an answer: its action_id is the answer's id, the chosen value what it is asked
 * of. `address` says, checked, what is asked: `action`, `turn`, `argument`.
 *
 * @param key  what answer ids are signed with
 * @returns null for elements that are no button or select, and outside of channels
 * @throws {ChatError} `answer-id-refused`, `answer-id-outdated`
 */
export function actionEvent(payload: ActionPayload, key: Uint8Array, arrival: Arrival): ChatEvent | null {
  const [action] = payload.actions;
  const { channel, message, user } = payload;
  const way = action?.type === 'button' ? 'button' : action?.type === 'static_select' ? 'select' : undefined;
  const chosen = action?.selected_option?.value;
  if (!action || !channel || !message || way === undefined) return null;
  if (way === 'select' && chosen === undefined) return null; // taken back
  const answer = withChoice(readAnswerId(action.action_id, channel.id, key), chosen);
  const event = common(payload, channel.id, threadOf(channel.id, message), arrival);
  return {
    ...event,
    id: `${action.action_ts}:${user.id}`,
    way,
    text: asked(answer),
    address: { ...event.address, ...answer, message: message.ts },
  };
}

const threadOf = (
  channel: string,
  { ts, thread_ts }: { readonly ts: string; readonly thread_ts?: string },
): string | undefined => thread_ts ?? opened(channel, ts);

function withChoice(answer: AnswerId, chosen: string | undefined): AnswerId {
  if (chosen === undefined) return answer;
  if (!/^[A-Za-z0-9@._-]{1,20}$/.test(chosen)) throw answerIdRefused();
  return { ...answer, argument: chosen };
}

const asked = ({ action, argument }: AnswerId): string =>
  argument === undefined ? action : `${action} ${argument}`;

function common(
  { user, team, trigger_id: triggerId, response_url: responseUrl }: Interaction,
  channel: string,
  threadTs: string | undefined,
  { now }: Arrival,
): Omit<ChatEvent, 'id' | 'way' | 'text'> {
  return {
    platform: 'slack',
    workspace: team?.id ?? '',
    channel,
    ...(threadTs === undefined ? {} : { thread: threadTs }),
    person: { id: user.id, name: user.name ?? user.username ?? user.id },
    receivedAt: now,
    address: { ...addressOf({ channel, threadTs, responseUrl, triggerId }, now) },
  };
}
