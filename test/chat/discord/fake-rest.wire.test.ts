/** The fake Discord, asked by the real discord.js: its answers are what discord.js and Discord's schemas expect. */
import { DiscordAPIError, MessageFlags, type TextChannel } from 'discord.js';
import { afterEach, expect, test } from 'vitest';
import type { FakeOptions } from '../../support/discord/open.ts';
import { answering, type Connected, connected } from './real-client.ts';

const closing: Connected[] = [];
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
});

async function opened(options: FakeOptions = {}) {
  const one = await connected(options);
  closing.push(one);
  const channel = one.client.channels.cache.get(one.fake.id('general')) as TextChannel;
  return { ...one, channel };
}

const codeOf = (promise: Promise<unknown>): Promise<number | string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof DiscordAPIError ? error.code : String(error)),
  );

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452000000020000000308060000000d0a2d2d0d0a', 'hex');
const button = (label: string, id: string) => ({ type: 2, style: 2, label, custom_id: id }) as const;
const buttons = (...labels: string[]) => [
  { type: 1, components: labels.map((label) => button(label, label)) },
];

test('it knows the bot, its guild, its channels and its commands', async () => {
  const { fake, client } = await opened();
  expect(client.user.id).toBe(fake.applicationId);
  expect(client.guilds.cache.map(({ name }) => name)).toEqual(['house']);
  expect(client.channels.cache.size).toBe(2);
  expect((await client.application.fetch()).name).toBe('dotp');
  await client.application.commands.set([{ name: 'p', description: 'Ask.' }]);
  expect(fake.commands().map(({ name }) => name)).toEqual(['p']);
  expect(fake.violations).toEqual([]);
});

test('a slash command is deferred, answered with a file byte for byte, followed up and taken away', async () => {
  const { fake, client } = await opened();
  const answered = answering(client, async (interaction) => {
    if (!interaction.isChatInputCommand()) throw new Error('not a slash command');
    const asked = [interaction.options.getSubcommandGroup(), interaction.options.getSubcommand()];
    const deferred = await interaction.deferReply({ withResponse: true });
    const loading = deferred.resource?.message?.flags.has('Loading');
    const files = [{ attachment: PNG, name: 'a.png', description: 'Alt.' }];
    await interaction.editReply({ content: 'first', files, components: buttons('go') });
    const more = await interaction.followUp({ content: 'more', flags: MessageFlags.Ephemeral });
    await interaction.deleteReply(more);
    return {
      asked,
      prompt: interaction.options.getString('prompt'),
      loading,
    };
  });
  const { ack, id } = await fake.slash({ path: ['reflect', 'trace'], options: { prompt: 'The' } });
  expect(ack?.type).toBe(5);
  expect(await answered).toEqual({ asked: ['reflect', 'trace'], prompt: 'The', loading: true });
  const [only, ...others] = fake.messages('general');
  expect(others).toEqual([]);
  expect(only).toMatchObject({
    content: 'first',
    ours: true,
    interaction: id,
    buttons: ['go'],
    loading: false,
  });
  expect(only?.files).toEqual([
    { name: 'a.png', type: 'image/png', description: 'Alt.', bytes: new Uint8Array(PNG) },
  ]);
  expect(fake.violations).toEqual([]);
});

test('every other kind of interaction arrives and takes its own acknowledgement', async () => {
  const { fake, client, channel } = await opened();
  const select = { type: 3, custom_id: 'heads', options: [{ label: 'L0H0', value: 'v' }] } as const;
  const target = await channel.send({
    content: 'x',
    components: [...buttons('go'), { type: 1, components: [select] }],
  });
  const saw: unknown[] = [];
  const next = () =>
    answering(client, async (interaction) => {
      if (interaction.isAutocomplete()) {
        saw.push(interaction.options.getFocused());
        await interaction.respond([{ name: 'one', value: 'one' }]);
      } else if (interaction.isMessageContextMenuCommand()) {
        saw.push(interaction.targetMessage.content);
        await interaction.reply('ok');
      } else if (interaction.isButton()) {
        saw.push(interaction.customId);
        await interaction.deferUpdate();
      } else if (interaction.isStringSelectMenu()) {
        saw.push(interaction.values);
        await interaction.update('chosen');
      }
    });
  const done = [
    next(),
    await fake.autocomplete({ path: ['line'], options: { text: '.p' }, focused: 'text' }),
  ] as const;
  expect([done[1].ack?.type, done[1].choices]).toEqual([8, ['one']]);
  void next();
  expect((await fake.contextMenu({ message: target.id })).ack?.type).toBe(4);
  void next();
  expect((await fake.press({ message: target.id, label: 'go' })).ack?.type).toBe(6);
  void next();
  expect((await fake.select({ message: target.id, choice: 'L0H0' })).ack?.type).toBe(7);
  expect(saw).toEqual(['.p', 'x', 'go', ['v']]);
  expect(fake.messages('general')[0]?.content).toBe('chosen');
  expect(fake.violations).toEqual([]);
});

test('too late, twice, lapsed: the errors of the real one', async () => {
  const { fake, client } = await opened();
  const late = answering(client, (interaction) =>
    interaction.isRepliable() ? codeOf(interaction.deferReply()) : codeOf(Promise.resolve()),
  );
  expect((await fake.slash({ path: ['help'], ackWithin: 0 })).ack).toBeUndefined();
  expect(await late).toBe(10062);
  const twice = answering(client, async (interaction) => {
    if (!interaction.isRepliable()) return [];
    await interaction.deferReply();
    interaction.deferred = false;
    const again = await codeOf(interaction.deferReply());
    interaction.deferred = true;
    fake.lapse(interaction.id);
    return [again, await codeOf(interaction.editReply('x')), await codeOf(interaction.followUp('x'))];
  });
  await fake.slash({ path: ['help'] });
  expect(await twice).toEqual([40060, 50027, 50027]);
  expect(fake.violations).toEqual([]);
});

test('threads: one a message, archived ones closed until they are taken out', async () => {
  const { fake, channel } = await opened();
  const message = await channel.send('start');
  const thread = await message.startThread({ name: 'session' });
  expect(thread.id).toBe(message.id);
  expect(await codeOf(message.startThread({ name: 'again' }))).toBe(160004);
  const inside = await thread.send('inside');
  fake.archive(thread.id);
  expect(await codeOf(inside.edit('changed'))).toBe(50083);
  await thread.setArchived(false);
  await inside.edit('changed');
  fake.archive(thread.id, true);
  expect(await codeOf(thread.send('more'))).toBe(50083);
  expect(await codeOf(thread.setArchived(false))).toBe(50013);
  expect(fake.messages(thread.id).map(({ content, earlier }) => [content, earlier])).toEqual([
    ['changed', ['inside']],
  ]);
  expect(fake.messages('general')[0]?.thread).toBe(thread.id);
  expect(fake.violations).toEqual([]);
});

test('what may not be done, what is not there, what is too much', async () => {
  const { fake, channel, client } = await opened({ fileLimit: 10 });
  expect(await codeOf(channel.send({ files: [{ attachment: PNG, name: 'a.png' }] }))).toBe(40005);
  expect(await codeOf(channel.send({ components: buttons('a', 'a'), content: 'x' }))).toBe(50035);
  fake.deny('general', 'createPublicThreads', 'attachFiles');
  const message = await channel.send('x');
  expect(await codeOf(message.startThread({ name: 'no' }))).toBe(50013);
  fake.deny('general', 'sendMessages');
  expect(await codeOf(channel.send('x'))).toBe(50013);
  fake.deny('general', 'viewChannel');
  expect(await codeOf(channel.send('x'))).toBe(50001);
  fake.dropChannel('random');
  expect(await codeOf(client.rest.get('/channels/1'))).toBe(10003);
  const error: unknown = await client.rest
    .post(`/channels/${channel.id}/messages`, { body: { content: 'x'.repeat(5000), nothing: 1 } })
    .catch((caught: unknown) => caught);
  expect(error instanceof DiscordAPIError && error.rawError).toMatchObject({
    code: 50035,
    errors: { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH' }] } },
  });
  expect(fake.violations).toHaveLength(1);
});

test('the same nonce is not posted twice', async () => {
  const { fake, channel } = await opened();
  const first = await channel.send({ content: 'one', nonce: 'n', enforceNonce: true });
  const again = await channel.send({ content: 'one', nonce: 'n', enforceNonce: true });
  expect(again.id).toBe(first.id);
  expect(fake.messages('general')).toHaveLength(1);
});

test('whoever is mentioned and allowed is pinged', async () => {
  const { fake, channel } = await opened();
  const mia = fake.id('mia');
  const from = fake.say({ text: 'hi', person: 'tom' });
  await channel.send({ content: `@everyone <@${mia}>`, allowedMentions: { parse: [] } });
  expect(fake.pings()).toEqual([]);
  await channel.send(`@here <@${mia}>`);
  await channel.send({ content: 'yes', reply: { messageReference: from } });
  await channel.send({
    content: 'yes',
    reply: { messageReference: from },
    allowedMentions: { repliedUser: false },
  });
  await channel.send({ content: `<@${mia}> <@${fake.id('tom')}>`, allowedMentions: { users: [mia] } });
  expect(fake.pings().map(({ who }) => who)).toEqual(['here', mia, fake.id('tom'), mia]);
});
