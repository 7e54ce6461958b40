import type {
  APIApplicationCommandAutocompleteInteraction,
  APIChatInputApplicationCommandInteraction,
  APIMessage,
  APIMessageApplicationCommandInteraction,
  APIMessageComponentInteraction,
} from 'discord.js';
import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { writeAnswerId } from '../../../src/chat/answer-id.ts';
import type { ApiInteraction, ApiMessage } from '../../../src/chat/discord/api.ts';
import { hearCommand } from '../../../src/chat/discord/hear-command.ts';
import { hearControl } from '../../../src/chat/discord/hear-control.ts';
import { hearMessage } from '../../../src/chat/discord/hear-message.ts';
import { tokenLives } from '../../../src/chat/discord/heard.ts';
import { quoted } from '../../../src/chat/line-text.ts';
import { commandCards } from '../../../src/dispatch/command-cards.ts';
import { readMessage } from '../../../src/dispatch/message.ts';
import { readCommands } from '../../../src/dispatch/registry.ts';
import { quote } from '../../../src/lang/quoted.ts';
import { interaction, KEY, message, OWNER, option, slash, THREAD } from './things.ts';

const REGISTRY = await readCommands();
const CARDS = commandCards(REGISTRY);
const heard = (data: ApiInteraction['data'], changes: Partial<ApiInteraction> = {}) =>
  hearCommand(interaction({ data, ...changes }), CARDS, 1000);
const textOf = (path: readonly string[], options: Record<string, string | number | boolean>) =>
  heard(
    slash(
      path,
      Object.entries(options).map(([name, value]) => option(name, value)),
    ),
  )?.text ?? '';
const callOf = (text: string) => readMessage(text, REGISTRY)[0];

test('the API’s own types fit what is read of them', () => {
  expectTypeOf<APIChatInputApplicationCommandInteraction>().toExtend<ApiInteraction>();
  expectTypeOf<APIMessageApplicationCommandInteraction>().toExtend<ApiInteraction>();
  expectTypeOf<APIMessageComponentInteraction>().toExtend<ApiInteraction>();
  expectTypeOf<APIApplicationCommandAutocompleteInteraction>().toExtend<ApiInteraction>();
  expectTypeOf<APIMessage>().toExtend<ApiMessage>();
});

test('a slash command is the line that says the same', () => {
  const text = textOf(['reflect', 'trace'], { depth: '3', token: 'a “b”', top: 12, prompt: 'The capital' });
  expect(text).toBe('.p/reflect.trace{depth=3, token="a \\u201cb\\u201d", top=12} "The capital"');
  expect(callOf(text)).toMatchObject({ args: { depth: 3, token: 'a “b”', top: 12 }, prompt: 'The capital' });
  expect(textOf(['help'], { prompt: 'reflect.trace' })).toBe('.p/help reflect.trace');
  expect(textOf(['line'], { text: 'toggle' })).toBe('toggle');
  // Its parameter is called as the option for a prompt is elsewhere.
  expect(textOf(['channel', 'limit'], { prompt: '400' })).toBe('.p/channel.limit{prompt=400}');
});

test('lists, addresses and factors are read by the language', () => {
  const args = (options: Record<string, string>) =>
    callOf(textOf(['fork', 'counterfactual'], { ...options, prompt: 'x' }));
  expect(args({ ablate: 'L5H1 M3@4' })).toMatchObject({ args: { ablate: ['L5H1', 'M3@4'] } });
  expect(args({ ablate: '[L5H1, M3]' })).toMatchObject({ args: { ablate: ['L5H1', 'M3'] } });
  expect(args({ scale: 'L5H1: 2, M3=0.5' })).toMatchObject({ args: { scale: { L5H1: 2, M3: 0.5 } } });
  expect(args({ replace: 'France->Italy' })).toMatchObject({ args: { replace: ['France->Italy'] } });
  expect(args({ replace: '["a->b", "c->d"]' })).toMatchObject({ args: { replace: ['a->b', 'c->d'] } });
});

test('whatever is typed into an option, it is one command with that prompt or an error, never another command', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom(
        '[',
        ']',
        '{',
        '}',
        '"',
        "'",
        '\\',
        ',',
        '=',
        '\n',
        '.p/help',
        ' ',
        'L1H1',
        '“',
        '(',
        '`',
      ),
      maxLength: 12,
    }),
  );
  fc.assert(
    fc.property(nasty, nasty, nasty, (replace, scale, prompt) => {
      fc.pre(prompt.trim() !== '');
      const text = textOf(['fork', 'counterfactual'], { replace, scale, prompt });
      try {
        const calls = readMessage(text, REGISTRY);
        expect(calls).toMatchObject([{ kind: 'command', command: { path: 'fork.counterfactual' }, prompt }]);
      } catch (error) {
        expect(error).toMatchObject({ name: 'LangError' });
      }
    }),
    { numRuns: 500, seed: 5 },
  );
});

test('text is quoted as the language quotes it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => quoted(text) === quote(text)),
    { seed: 5 },
  );
});

test('what an answer needs is in the event, and a thread is told from its channel', () => {
  expect(heard(slash(['help']), { channel: THREAD, channel_id: '400' })).toEqual({
    id: '1',
    platform: 'discord',
    workspace: '100',
    channel: '300',
    thread: '400',
    person: { id: '5', name: 'Mia' },
    way: 'command',
    text: '.p/help',
    receivedAt: 1000,
    address: {
      kind: 'interaction',
      applicationId: '2',
      interactionId: '1',
      token: 'tok',
      channel: '400',
      channelType: 11,
      fileLimit: 1000,
      roles: '7 8',
      manages: true,
    },
  });
});

test('a token lives for less than 15 minutes, and only an interaction has one', () => {
  const event = heard(slash(['help']));
  const said = hearMessage(message(), { me: '2', inSession: true }, 1000);
  if (event === null || said === null) throw new Error('nothing heard');
  expect([1000, 841_000, 1000 + 15 * 60_000].map((now) => tokenLives(event, now))).toEqual([
    true,
    true,
    false,
  ]);
  expect(tokenLives(said, 1000)).toBe(false);
});

test('a command that is gone and a message without words are refused in words', () => {
  expect(() => heard(slash(['reflect', 'gone']))).toThrow('/p reflect gone is not a command any more.');
  const menu = (content: string) => ({
    type: 3,
    name: 'Trace with .p/',
    target_id: '9',
    resolved: { messages: { '9': { content } } },
  });
  expect(() => heard(menu(' '))).toThrow('no text');
  const event = heard(menu('.p/channel.quiet\n"x"'));
  expect(event).toMatchObject({ way: 'shortcut', address: { target: '9' } });
  expect(readMessage(event?.text ?? '', REGISTRY)).toMatchObject([
    { command: { path: 'reflect.trace' }, prompt: '.p/channel.quiet\n"x"' },
  ]);
});

const control = (data: ApiInteraction['data'], channel = '300') =>
  hearControl(
    interaction({
      type: 3,
      data,
      channel_id: channel,
      channel: { id: channel, type: 0 },
      message: { id: '77' },
    }),
    KEY,
    1,
  );
const idOf = (action: 'toggle' | 'head', argument?: string, turn = OWNER.turn) =>
  writeAnswerId({ action, turn, ...(argument === undefined ? {} : { argument }) }, '300', KEY);

test('a button and a choice say what is asked, of which turn', () => {
  expect(control({ component_type: 2, custom_id: idOf('toggle') })).toMatchObject({
    way: 'button',
    text: 'toggle',
    address: { action: 'toggle', turn: OWNER.turn, message: '77' },
  });
  expect(
    control({ component_type: 3, custom_id: idOf('head'), values: [idOf('head', 'L1H0')] }),
  ).toMatchObject({ way: 'select', text: 'head L1H0', address: { argument: 'L1H0' } });
});

test('made-up, changed and foreign ids are refused in words', () => {
  const refused = (run: () => unknown) => expect(run).toThrow('does not belong to an answer of this channel');
  refused(() => control({ component_type: 2, custom_id: idOf('toggle') }, '301'));
  refused(() => control({ component_type: 2, custom_id: '' }));
  refused(() => control({ component_type: 3, custom_id: idOf('head'), values: ['L1H0'] }));
  refused(() => control({ component_type: 3, custom_id: idOf('head'), values: [] }));
  refused(() => control({ component_type: 3, custom_id: idOf('head'), values: [idOf('head', 'L1H0', '2')] }));
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom('a', '0', '~', '_'), (at, char) => {
      const id = idOf('toggle');
      const place = at % id.length;
      fc.pre(id[place] !== char && place > 0);
      refused(() =>
        control({ component_type: 2, custom_id: id.slice(0, place) + char + id.slice(place + 1) }),
      );
    }),
    { seed: 5 },
  );
});

const hearing = { me: '2', inSession: false };
const said = (changes: Partial<ApiMessage>, more = {}) =>
  hearMessage(message(changes), { ...hearing, ...more }, 1);

test('messages for us: mention, direct, a .p/ line, a reply to us, talk in a session', () => {
  const mention = { content: '<@2> .p/help', mentions: [{ id: '2' }] };
  expect(said(mention)).toMatchObject({ id: '9', way: 'mention', text: '.p/help', channel: '300' });
  expect(said({ content: 'hi', guild_id: undefined })).toMatchObject({ way: 'message', workspace: 'direct' });
  expect(said({ content: 'look:\n`.p/help`' })).toMatchObject({ way: 'message' });
  expect(
    said({ content: 'and why?', channel_id: '400' }, { inSession: true, channel: THREAD }),
  ).toMatchObject({ channel: '300', thread: '400' });
  const replied = { content: 'earlier', author: { id: '2' } };
  expect(said({ content: 'why?', type: 19, referenced_message: replied })).toMatchObject({
    repliedTo: 'earlier',
  });
});

test('bots, webhooks, ourselves, notices, empty text and talk of others are nothing for us', () => {
  const user = { id: '5', username: 'mia' };
  const nothing: Partial<ApiMessage>[] = [
    { author: { ...user, bot: true } },
    { author: { ...user, id: '2' } },
    { webhook_id: '3' },
    { type: 7 },
    { content: '' },
    { content: 'hello there' },
    { content: 'see <@22>', mentions: [{ id: '22' }] },
  ];
  expect(nothing.map((changes) => said(changes))).toEqual(nothing.map(() => null));
  const bot = { id: '5', username: 'b', bot: true };
  expect(hearCommand(interaction({ data: slash(['help']), member: { user: bot } }), CARDS, 1)).toBeNull();
  expect(heard({ type: 1, name: 'other' })).toBeNull();
});
