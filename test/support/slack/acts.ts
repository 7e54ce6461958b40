import type { Deliver, Delivered } from './deliver.ts';
import { type Json, objectsAt, textAt } from './json.ts';
import type { Front } from './method.ts';
import { type Act, actionsPayload, submissionPayload } from './payloads.ts';
import type { ResponseUrls } from './response-urls.ts';
import { elementOf, optionOf, stateOf } from './typed.ts';
import type { Views } from './view-methods.ts';
import { BOT, type Channel } from './workspace.ts';

export interface At {
  /** Id: `U0ADA`. */
  readonly person: string;
  /** Id: `C0GENERAL`, `D0ADA`. */
  readonly channel: string;
}

export interface PeopleTools {
  readonly front: Front;
  readonly views: Views;
  readonly urls: ResponseUrls;
  readonly deliver: Deliver;
  readonly nextEvent: () => string;
  readonly nextAct: () => string;
}

/** A direct channel is there once it is spoken of. */
export const placeOf = async ({ workspace, emulated }: Front, channel: string): Promise<Channel> => {
  const known = workspace.channels.get(channel);
  if (known !== undefined) return known;
  if (channel.startsWith('D0')) return emulated.direct(`U0${channel.slice(2)}`);
  throw new Error(`no channel ${channel}`);
};

export async function messageOf({ emulated }: Front, channel: string, ts: string): Promise<Json> {
  for (const method of ['conversations.replies', 'conversations.history']) {
    const listed = await emulated.call(method, { channel, ts, limit: 1000 });
    const found = objectsAt(listed, 'messages').find((one) => one.ts === ts);
    if (found !== undefined) return found;
  }
  throw new Error(`no message ${ts} in ${channel}`);
}

export async function actOf(
  { person, channel }: At,
  { front, views, urls }: PeopleTools,
  message: Json = {},
): Promise<Act> {
  const [ts, thread] = [textAt(message, 'ts'), textAt(message, 'thread_ts')];
  const to = { channel, person, ...(ts === '' ? {} : { message: ts }), ...(thread === '' ? {} : { thread }) };
  return {
    person,
    channel: await placeOf(front, channel),
    trigger: await views.trigger(person, front),
    responseUrl: urls.give(front.origin, to),
  };
}

interface Acting {
  readonly ts: string;
  readonly at: At;
  readonly tools: PeopleTools;
}

/** Presses or chooses on a message as it now stands. */
export async function act({ ts, at, tools }: Acting, actionIn: (message: Json) => Json): Promise<Delivered> {
  const message = await messageOf(tools.front, at.channel, ts);
  const doing = await actOf(at, tools, message);
  const shown = { ...message, bot_id: BOT.bot, app_id: BOT.app };
  return tools.deliver('interactive', actionsPayload(doing, shown, actionIn(message)));
}

export function pressed(message: Json, button: string): Json {
  const { element, block } = elementOf(objectsAt(message, 'blocks'), button);
  const { type, action_id, text, value, style } = element;
  return {
    type,
    action_id,
    block_id: block.block_id,
    text,
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
  };
}

export function chosen(message: Json, menu: string, choice: string): Json {
  const { element, block } = elementOf(objectsAt(message, 'blocks'), menu);
  const { type, action_id, placeholder } = element;
  return {
    type,
    action_id,
    block_id: block.block_id,
    placeholder,
    selected_option: optionOf(element, choice),
  };
}

export async function submit(
  person: string,
  typed: Readonly<Record<string, string>>,
  { front, views, deliver }: PeopleTools,
): Promise<Delivered> {
  const view = views.open.get(person)?.at(-1);
  if (view === undefined) throw new Error(`no form is open before ${person}`);
  const state = stateOf(view, typed);
  if (state === undefined) throw new Error('a required field is empty: Slack does not send this form');
  const delivered = await deliver(
    'interactive',
    submissionPayload(person, await views.trigger(person, front), { ...view, state }),
  );
  const action = textAt(delivered.response, 'response_action');
  if (delivered.acked && (action === '' || action === 'clear')) views.open.delete(person);
  return delivered;
}
