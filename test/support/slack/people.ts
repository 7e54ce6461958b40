import {
  type At,
  act,
  actOf,
  chosen,
  messageOf,
  type PeopleTools,
  placeOf,
  pressed,
  submit,
} from './acts.ts';
import type { Delivered } from './deliver.ts';
import { type Json, objectAt, textAt } from './json.ts';
import { type Front, hears } from './method.ts';
import { eventPayload, homeActionsPayload, shortcutPayload, slashPayload } from './payloads.ts';
import { escaped, wireText } from './typed.ts';
import { BOT, type Channel, TEAM } from './workspace.ts';

export interface Saying extends At {
  readonly text: string;
  /** The `ts` of the message that the thread hangs on. */
  readonly thread?: string;
  /** The text is as it goes over the wire already. */
  readonly wire?: boolean;
  /** Fields of the message besides: `bot_id`, `subtype`. */
  readonly more?: Json;
}

export interface Said {
  readonly ts: string;
  /** One for each event: a mention makes two. None where the bot does not hear. */
  readonly deliveries: readonly Delivered[];
}

/** What people do. Each resolves when Slack has done with the delivery: acknowledged, or given up. */
export interface People {
  slash(what: At & { readonly text: string; readonly command?: string }): Promise<Delivered>;
  say(what: Saying): Promise<Said>;
  /** `say` with the bot's name in front. */
  mention(what: Saying): Promise<Said>;
  /** @param button  what is written on it, or its action id @param more  fields of the action, to forge it */
  press(
    what: At & { readonly ts: string; readonly button: string; readonly more?: Json },
  ): Promise<Delivered>;
  /** @param menu  its placeholder or action id @param choice  an option's text or value */
  choose(
    what: At & { readonly ts: string; readonly menu: string; readonly choice: string },
  ): Promise<Delivered>;
  shortcut(what: At & { readonly ts: string; readonly callback?: string }): Promise<Delivered>;
  /** Sends the form that is open before the person. @throws where none is, or a required field is empty */
  submitView(person: string, typed: Readonly<Record<string, string>>): Promise<Delivered>;
  openHome(person: string): Promise<Delivered>;
  /** Presses on the bot's page. */
  pressHome(person: string, button: string): Promise<Delivered>;
}

export function people(tools: PeopleTools): People {
  const { front, views, deliver, nextEvent } = tools;
  const tell = (event: Json) => deliver('events_api', eventPayload(event, nextEvent()));
  const say = async (what: Saying): Promise<Said> => {
    const place = await placeOf(front, what.channel);
    if (place.archived) throw new Error(`${what.channel} is archived: nobody can write there`);
    const message = await said(what, front);
    const deliveries = await Promise.all(eventsOf(message, place, front).map(tell));
    return { ts: textAt(message, 'ts'), deliveries };
  };
  return {
    say,
    mention: (what) => say({ ...what, text: `@${BOT.user} ${what.text}` }),
    async slash({ text, command = '/p', ...at }) {
      return deliver('slash_commands', slashPayload(await actOf(at, tools), command, escaped(text)));
    },
    press: async ({ ts, button, more = {}, ...at }) =>
      act({ ts, at, tools }, (message) => ({
        ...pressed(message, button),
        action_ts: tools.nextAct(),
        ...more,
      })),
    choose: async ({ ts, menu, choice, ...at }) =>
      act({ ts, at, tools }, (message) => ({ ...chosen(message, menu, choice), action_ts: tools.nextAct() })),
    async shortcut({ ts, callback = 'trace', ...at }) {
      const message = await messageOf(front, at.channel, ts);
      return deliver('interactive', shortcutPayload(await actOf(at, tools, message), callback, message));
    },
    submitView: (person, typed) => submit(person, typed, tools),
    async pressHome(person, button) {
      const view = views.homes.get(person) ?? {};
      const action = { ...pressed(view, button), action_ts: tools.nextAct() };
      const trigger = await views.trigger(person, front);
      return deliver('interactive', homeActionsPayload(person, trigger, view, action));
    },
    async openHome(person) {
      const { id } = await front.emulated.direct(person);
      const view = views.homes.get(person);
      return tell({
        type: 'app_home_opened',
        user: person,
        channel: id,
        tab: 'home',
        event_ts: tools.nextAct(),
        ...(view ? { view } : {}),
      });
    },
  };
}

async function said(
  { person, channel, text, thread, wire, more }: Saying,
  { emulated, log }: Front,
): Promise<Json> {
  const written = wire === true ? text : wireText(text);
  const args = { channel, text: written, ...(thread === undefined ? {} : { thread_ts: thread }) };
  const message = objectAt(await emulated.call('chat.postMessage', args, person), 'message');
  log.messages.push({
    channel,
    ts: textAt(message, 'ts'),
    ...(thread === undefined ? {} : { thread }),
    user: person,
    text: written,
    blocks: [],
    files: [],
    edits: [],
    deleted: false,
    via: 'person',
  });
  return { ...message, client_msg_id: `client-${textAt(message, 'ts')}`, team: TEAM.id, ...more };
}

/** A mention comes twice; in direct messages once. */
function eventsOf(message: Json, place: Channel, { workspace }: Front): Json[] {
  const event = { ...message, channel: place.id, event_ts: message.ts };
  const mentions = textAt(message, 'text').includes(`<@${BOT.user}>`) && place.kind !== 'im';
  const hearsMention = mentions && place.joined && workspace.events.has('app_mention');
  return [
    ...(hears(workspace, place) ? [{ ...event, type: 'message', channel_type: place.kind }] : []),
    ...(hearsMention ? [{ ...event, type: 'app_mention' }] : []),
  ];
}
