import { readAnswerId } from '../../src/chat/answer-id.ts';
import { listIn, textIn } from '../../test/support/discord/json-read.ts';
import { openFakeDiscord } from '../../test/support/discord/open.ts';
import type { SeenMessage } from '../../test/support/discord/view.ts';
import type { Size } from './asks.ts';
import { type Crowd, channelName, KEY, personName, type Read } from './crowd.ts';

/** Milliseconds that a session may take to open. */
const PATIENCE = 120_000;

export async function discordCrowd({ channels, peopleEach }: Size): Promise<Crowd> {
  const names = Array.from({ length: channels }, (_, channel) => channelName(channel));
  const people = names.flatMap((_, channel) =>
    Array.from({ length: peopleEach }, (_, person) => ({ name: personName(channel, person) })),
  );
  const fake = await openFakeDiscord({ guilds: { house: names }, people });
  const sessions = new Map<number, string>();
  return {
    platform: 'discord',
    env: { DISCORD_TOKEN: fake.token, DISCORD_API: fake.api, DISCORD_PRIVILEGED: 'yes' },
    ready: async () => {},
    async open(channel, text) {
      const place = channelName(channel);
      const { path, options } = slashOf(text);
      const { id } = await fake.slash({ channel: place, person: personName(channel, 0), path, options });
      const hung = () => {
        const found = fake.messages(place).find((message) => message.interaction === id && isDone(message));
        return found?.thread;
      };
      sessions.set(channel, await fake.until(hung, `a session in ${place}`, PATIENCE));
    },
    async ask({ channel, person, way, text }) {
      const who = personName(channel, person);
      const session = sessions.get(channel) ?? '';
      if (way === 'line') return { turn: fake.say({ channel: session, person: who, text }), ack: undefined };
      const { id, ack } = await (way === 'command'
        ? fake.slash({ channel: channelName(channel), person: who, ...slashOf(text) })
        : fake.press({ message: session, person: who, label: text }));
      return { turn: id, ack: ack?.after ?? Number.NaN };
    },
    answers: () => fake.messages().filter(isDone).flatMap(readOf),
    wrong: () => [...fake.violations, ...fake.pings().map(({ who }) => `${who} was called`)],
    close: () => fake.close(),
  };
}

const isDone = ({ ours, loading, buttons }: SeenMessage): boolean =>
  ours && !loading && !buttons.includes('Stop');

/** `.p/reflect.lens A prompt` as the app's own form sends it. */
function slashOf(text: string): { path: string[]; options: Record<string, string> } {
  const [, path = '', prompt = ''] = /^\.p\/(\S+)\s*(.*)$/s.exec(text) ?? [];
  return { path: path.split('.'), options: prompt === '' ? {} : { prompt } };
}

/** Help has no controls: it is the reply of its own interaction. */
function readOf({ id, channel, components, interaction }: SeenMessage): Read[] {
  const [button] = components.flatMap((row) => listIn(row.components));
  const custom = textIn(button?.custom_id);
  const turn = custom === undefined ? interaction : readAnswerId(custom, channel, KEY).turn;
  return turn === undefined ? [] : [{ turn: turn.replace(/\.\d+$/, ''), message: id }];
}
