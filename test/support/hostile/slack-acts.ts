import type { Delivered, Kind } from '../slack/deliver.ts';
import type { FakeSlack } from '../slack/fake-slack.ts';
import { type Json, objectsIn, textAt } from '../slack/json.ts';
import type { SeenMessage } from '../slack/log.ts';
import { BOT, directId, TEAM } from '../slack/workspace.ts';
import type { Known } from './forged-ids.ts';
import { wordsOf } from './live-slack.ts';
import { secretsIn } from './secrets.ts';
import type { SlackInput } from './slack-inputs.ts';
import { slackPayloads, timeOf } from './slack-payloads.ts';
import type { Watched } from './watched.ts';

interface Place {
  /** Id of the conversation that nobody here is in, and of its controls. */
  readonly secret: string;
  readonly others: readonly string[];
  readonly words: readonly string[];
}

export interface SlackActs {
  act(input: SlackInput, index: number): Promise<void>;
  look(): void;
  offences(): string[];
}

export const CHANNELS = ['C0GENERAL', 'C0LAB'];
export const PEOPLE = ['U0ADA', 'U0BEN', 'U0CLEO'];

/**
 * Mostly delivered as Slack would deliver it, without asking the emulator for what nobody reads; ids and
 * fields that a client sends are the forger's, where it was done is Slack's.
 */
export function slackActs(fake: FakeSlack, house: Watched, { secret, others, words }: Place): SlackActs {
  const wrong: string[] = [];
  let messages: readonly SeenMessage[] = [];
  const named = (text: string) =>
    text
      .replaceAll('{mia}', '<@U0ADMIN>')
      .replaceAll('{tom}', '<@U0BEN|ben>')
      .replaceAll('{me}', `<@${BOT.user}>`)
      .replaceAll('{secret}', secret);
  const who = ({ by, at }: SlackInput) => ({
    person: PEOPLE[by % PEOPLE.length] ?? 'U0ADA',
    channel: CHANNELS[at % CHANNELS.length] ?? 'C0GENERAL',
  });
  const shown = (channel: string) =>
    messages.filter(
      (one) => one.channel === channel && one.user === BOT.user && !one.deleted && one.onlyFor === undefined,
    );

  async function taken(what: string, doing: Promise<Delivered>): Promise<void> {
    const { acked, response } = await doing;
    if (!acked) wrong.push(`${what} was not acknowledged`);
    const said = wordsOf(response);
    wrong.push(...secretsIn(said, words).map((found) => `${what}: the acknowledgement tells ${found}`));
  }
  const deliver = (what: string, kind: Kind, payload: Json) => taken(what, fake.deliver(kind, payload));

  const { common, action, formSent } = slackPayloads(house.front.cards, named, who);

  async function pressed(
    input: Extract<SlackInput, { way: 'forged button' | 'forged choice' | 'honest button' }>,
    index: number,
  ): Promise<void> {
    const { channel } = who(input);
    const here = shown(channel).filter(({ blocks }) => idsIn(blocks).length > 0);
    const on = here[input.at % Math.max(1, here.length)];
    if (on === undefined) return;
    const own = here.flatMap(({ blocks }) => idsIn(blocks));
    const message = { ts: on.ts, ...(on.thread === undefined ? {} : { thread_ts: on.thread }) };
    if (input.way === 'honest button') {
      const id = idsIn(on.blocks)[0] ?? '';
      return deliver(
        input.way,
        'interactive',
        action(input, index, message, { type: 'button', action_id: id }),
      );
    }
    const known: Known = { own, others, channel };
    const id = input.id(known);
    if (own.includes(id)) return;
    const one =
      input.way === 'forged button'
        ? { type: 'button', action_id: id }
        : { type: 'static_select', action_id: id, selected_option: { value: named(input.value) } };
    await deliver(input.way, 'interactive', action(input, index, message, one));
    if (house.tookIn(`${timeOf(index)}:${who(input).person}`)) wrong.push(`${JSON.stringify(id)} was taken`);
  }

  async function act(input: SlackInput, index: number): Promise<void> {
    const { person, channel } = who(input);
    switch (input.way) {
      case 'slash':
        if (input.by % 2 === 0)
          return taken(input.way, fake.slash({ person, channel, text: named(input.text) }));
        return deliver(input.way, 'slash_commands', {
          team_id: TEAM.id,
          channel_id: channel,
          channel_name: named(input.name),
          user_id: person,
          user_name: named(input.name),
          command: '/p',
          text: named(input.text),
          response_url: new URL('/response/none', fake.api).href,
          trigger_id: `soak.${index}`,
          api_app_id: BOT.app,
        });
      case 'message':
        return say({ person, channel, text: named(input.text) });
      case 'wire':
        return say({ person, channel, text: named(input.text), wire: true });
      case 'mention':
        return say({ person, channel, text: `@${BOT.user} ${named(input.text)}` });
      case 'direct':
        return say({ person, channel: directId(person), text: named(input.text) });
      case 'thread': {
        const roots = shown(channel).filter(({ thread }) => thread === undefined);
        const root = roots[input.at % Math.max(1, roots.length)];
        return say({
          person,
          channel,
          text: named(input.text),
          ...(root === undefined ? {} : { thread: root.ts }),
        });
      }
      case 'shortcut':
        return deliver(input.way, 'interactive', {
          ...common(input, index),
          type: 'message_action',
          callback_id: 'trace',
          action_ts: '1.1',
          message_ts: '1700000000.000001',
          message: { ts: '1700000000.000001', user: person, text: named(input.text) },
        });
      case 'form asked': {
        const asked = action(input, index, undefined, {
          type: 'button',
          action_id: `form:${input.path}`,
          value: named(input.value),
        });
        const { channel: _, ...home } = asked;
        return deliver(input.way, 'interactive', home);
      }
      case 'form sent':
        return deliver(input.way, 'interactive', formSent(input, index));
      case 'home':
        return void (await fake.openHome(person));
      default:
        return pressed(input, index);
    }
  }

  async function say(what: Parameters<FakeSlack['say']>[0]): Promise<void> {
    const { deliveries } = await fake.say({ ...what, text: what.text.trim() === '' ? 'a' : what.text });
    if (deliveries.some(({ acked }) => !acked)) wrong.push(`a message was not acknowledged: ${what.text}`);
  }

  return {
    act,
    look: () => {
      messages = [...CHANNELS, ...PEOPLE.map(directId)].flatMap((id) => fake.messages(id));
    },
    offences: () => [...wrong, ...unfinished(messages)],
  };
}

const idsIn = (blocks: readonly Json[]): string[] => JSON.stringify(blocks).match(/1~[^"]+/g) ?? [];

/** A button that stops something stands only where something runs. */
const unfinished = (messages: readonly SeenMessage[]): string[] =>
  messages
    .filter(({ user, deleted, blocks }) => user === BOT.user && !deleted && objectsIn(blocks).some(isStop))
    .map(({ ts, text }) => `the message ${ts} still says ${JSON.stringify(text)}`);

const isStop = (object: Json): boolean =>
  object.type === 'button' && /^1~s~/.test(textAt(object, 'action_id'));
