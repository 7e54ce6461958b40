import type { FakeDiscord } from '../discord/open.ts';
import type { Done } from '../discord/people.ts';
import type { SeenMessage } from '../discord/view.ts';
import type { DiscordInput } from './discord-inputs.ts';
import type { Known } from './forged-ids.ts';
import type { Watched } from './watched.ts';

interface Place {
  readonly names: readonly string[];
  /** Ids of controls of a channel that nobody here is in. */
  readonly others: readonly string[];
}

export interface DiscordActs {
  act(input: DiscordInput): Promise<void>;
  /** Looks at what stands in the channels now: what is pressed next is among it. */
  look(): void;
  /** What was not answered as it should have been. */
  offences(): string[];
}

/** Calls them by their places among the people, the channels and the bot's messages of the moment. */
export function discordActs(fake: FakeDiscord, house: Watched, { names, others }: Place): DiscordActs {
  const wrong: string[] = [];
  const begun: Done[] = [];
  const channels = ['general', 'random', names[0] ?? ''];
  const ids = new Map(['mia', 'tom', 'dotp'].map((name) => [name, fake.id(name)] as const));
  let messages: readonly SeenMessage[] = [];

  const named = (text: string) =>
    text
      .replaceAll('{mia}', `<@${ids.get('mia')}>`)
      .replaceAll('{tom}', `<@!${ids.get('tom')}>`)
      .replaceAll('{me}', `<@${ids.get('dotp')}>`);
  /** Who manages the server does it where it limits nobody else. */
  const who = ({ by, at }: DiscordInput) => {
    const person = ['mia', 'tom', ...names][by % (names.length + 2)] ?? 'tom';
    return { person, channel: person === 'mia' ? 'pit' : (channels[at % channels.length] ?? 'general') };
  };
  const ours = (channel: string) => {
    const id = fake.id(channel);
    const here = messages.filter((message) => message.ours && !message.ephemeral);
    return {
      here: here.filter((message) => message.channel === id),
      threads: here.filter((message) => message.channel === id && message.thread !== undefined),
    };
  };
  const say = (
    input: DiscordInput,
    text: string,
    more: { channel?: string; direct?: true; replyTo?: string } = {},
  ) => {
    const written = named(text).slice(0, 2000);
    return fake.say({ ...who(input), ...more, text: written.trim() === '' ? 'a' : written });
  };
  async function expected(what: string, types: readonly number[], doing: Promise<Done>): Promise<void> {
    const done = await doing;
    const type = done.ack?.type;
    if (type === undefined || !types.includes(type)) wrong.push(`${what} was acknowledged with ${type}`);
    if (type === 5) begun.push(done);
  }
  const commandAt = (index: number) => {
    const { cards } = house.front;
    const card = cards[index % cards.length];
    return { path: (card?.path ?? 'help').split('.'), params: card?.params ?? [] };
  };

  async function pressed(
    input: Extract<DiscordInput, { way: 'forged button' | 'forged choice' | 'honest button' }>,
  ) {
    const { person, channel } = who(input);
    const withControls = ours(channel).here.filter(({ components }) => components.length > 0);
    const message = withControls[input.at % Math.max(1, withControls.length)];
    if (message === undefined) return;
    const own = withControls.flatMap(({ components }) => idsIn(components));
    const known: Known = { own, others, channel: message.channel };
    if (input.way === 'honest button') {
      const id = idsIn(message.components)[0] ?? '';
      return expected('an honest button', [6], fake.press({ message: message.id, person, id }));
    }
    const id = input.id(known);
    if (own.includes(id)) return;
    const doing =
      input.way === 'forged button'
        ? fake.press({ message: message.id, person, id })
        : fake.select({ message: message.id, person, id, choice: input.value(known) });
    await expected(`a ${input.way} ${JSON.stringify(id)}`, [4], doing);
  }

  async function act(input: DiscordInput): Promise<void> {
    switch (input.way) {
      case 'line':
        return expected(
          'a line',
          [5],
          fake.slash({ ...who(input), path: ['line'], options: { text: named(input.text) } }),
        );
      case 'options': {
        const { path, params } = commandAt(input.command);
        const values = params.map(({ name }) => [name, named(input.value)] as const);
        const options = { ...Object.fromEntries(values.slice(0, input.by % 3)), prompt: named(input.prompt) };
        return expected('options', [5], fake.slash({ ...who(input), path, options }));
      }
      case 'completion': {
        const { path, params } = commandAt(input.command);
        const focused = params[input.by % Math.max(1, params.length)]?.name ?? 'prompt';
        const what = { ...who(input), path, options: { [focused]: named(input.text) }, focused };
        return expected('a completion', [8], fake.autocomplete(what));
      }
      case 'menu': {
        const message = say(input, input.text);
        return expected('a menu', [4, 5], fake.contextMenu({ ...who(input), message }));
      }
      case 'message':
        return void say(input, input.text);
      case 'mention':
        return void say(input, `{me} ${input.text}`);
      case 'direct':
        return void say(input, input.text, { direct: true });
      case 'reply': {
        const { here } = ours(who(input).channel);
        const message = here[input.at % Math.max(1, here.length)];
        return void say(input, input.text, message === undefined ? {} : { replyTo: message.id });
      }
      case 'thread': {
        const { threads } = ours(who(input).channel);
        const thread = threads[input.at % Math.max(1, threads.length)]?.thread;
        return void say(input, input.text, thread === undefined ? {} : { channel: thread });
      }
      default:
        return pressed(input);
    }
  }

  return {
    act,
    look: () => {
      messages = fake.messages();
    },
    offences: () => [
      ...wrong,
      ...begun.flatMap((done) => unanswered(done, messages)),
      ...unfinished(messages),
    ],
  };
}

const idsIn = (components: readonly object[]): string[] => JSON.stringify(components).match(/1~[^"]+/g) ?? [];

/** "… is thinking" became one message that says something. */
function unanswered({ id }: Done, messages: readonly SeenMessage[]): string[] {
  const found = messages.filter(({ interaction, ours }) => ours && interaction === id);
  const isSaid = found.filter(
    ({ loading, content, files }) => !loading && (content !== '' || files.length > 0),
  );
  return isSaid.length >= 1 ? [] : [`the command ${id} was never answered`];
}

const unfinished = (messages: readonly SeenMessage[]): string[] =>
  messages
    .filter(({ ours, loading, buttons }) => ours && (loading || buttons.includes('Stop')))
    .map(({ id, content }) => `the message ${id} still says ${JSON.stringify(content)}`);
