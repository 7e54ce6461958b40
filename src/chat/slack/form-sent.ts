import type { ChatEvent } from '../../kernel/chat-event.ts';
import type { CommandCard, ParamCard } from '../../kernel/command-card.ts';
import { formRefused } from '../errors.ts';
import { lineText } from '../line-text.ts';
import { unsealed } from '../sealed.ts';
import { addressOf } from './address.ts';
import { FORM, fieldOf, ownerOf, PROMPT_FIELD, VALUE } from './form.ts';
import type { Arrival } from './incoming.ts';

interface Field {
  readonly value?: string | null | undefined;
  readonly selected_option?: { readonly value: string } | null | undefined;
}

export interface FormPayload {
  readonly user: { readonly id: string; readonly name: string };
  readonly team: { readonly id: string } | null;
  readonly view: {
    readonly id: string;
    readonly callback_id: string;
    readonly private_metadata: string;
    readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, Field>>>> };
  };
}

/**
 * A form that was sent, as the line that says the same. null for forms that are not of commands.
 *
 * @param key  what forms are signed with: where it is answered is what we wrote into it, for who sends it
 * @throws {ChatError} `form-refused` when it is not ours, or its command is not there any more
 */
export function formEvent(
  payload: FormPayload,
  cards: readonly CommandCard[],
  key: Uint8Array,
  { now }: Arrival,
): ChatEvent | null {
  const { user, team, view } = payload;
  if (view.callback_id !== FORM) return null;
  const { path, channel, threadTs } = placeOf(unsealed(view.private_metadata, ownerOf(user.id), key) ?? '');
  const card = cards.find((one) => one.path === path);
  if (card === undefined || channel === undefined) throw formRefused();
  return {
    id: `form:${view.id}`,
    platform: 'slack',
    workspace: team?.id ?? '',
    channel,
    ...(threadTs === undefined ? {} : { thread: threadTs }),
    person: { id: user.id, name: user.name },
    way: 'command',
    text: lineText(card, [...valuesOf(card, view.state.values), ...promptOf(view.state.values)]),
    receivedAt: now,
    address: { ...addressOf({ channel, threadTs }, now) },
  };
}

type Values = FormPayload['view']['state']['values'];

const typedIn = (values: Values, block: string): string | undefined => {
  const field = values[block]?.[VALUE];
  const typed = field?.value ?? field?.selected_option?.value;
  return typed === undefined || typed.trim() === '' ? undefined : typed;
};

const promptOf = (values: Values) => {
  const value = typedIn(values, PROMPT_FIELD);
  return value === undefined ? [] : [{ name: 'prompt', type: 3, value }];
};

const valuesOf = ({ params }: CommandCard, values: Values) =>
  params.flatMap((param) => {
    const typed = typedIn(values, fieldOf(param.name));
    return typed === undefined ? [] : [{ name: param.name, type: 3, value: typedValue(param, typed) }];
  });

const typedValue = ({ type }: ParamCard, typed: string): string | boolean =>
  type === 'flag' ? typed === 'true' : typed;

/** What the form carried, each part undefined where it is not what was written. */
function placeOf(metadata: string): Partial<Record<'path' | 'channel' | 'threadTs', string>> {
  try {
    const read: unknown = JSON.parse(metadata);
    const part = (name: string) => {
      const value: unknown = typeof read === 'object' && read !== null ? Reflect.get(read, name) : undefined;
      return typeof value === 'string' ? { [name]: value } : {};
    };
    return { ...part('path'), ...part('channel'), ...part('threadTs') };
  } catch {
    return {};
  }
}
