/**
 * A Discord on loopback that speaks the real protocol to the real discord.js: gateway and REST v10, with
 * people in it. It lives in the test's own process and outlives the bot. Every request and every answer is
 * held against Discord's published schemas; what does not fit stands in `violations`.
 *
 *     const fake = await openFakeDiscord();
 *     … a bot with `fake.api` and `fake.token` …
 *     const { ack } = await fake.slash({ path: ['reflect', 'trace'], options: { prompt: 'The' } });
 *     await fake.until(() => fake.messages('general').at(-1)?.files.length === 1);
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Core, type Settings, USUAL } from './core.ts';
import { type Faults, openFaults } from './faults.ts';
import { type Gateway, openGateway } from './gateway.ts';
import { channelJson } from './json-places.ts';
import { judged } from './judge.ts';
import type { Ping } from './mentions.ts';
import { openPeople, type People } from './people.ts';
import type { Permission } from './permissions.ts';
import { addChannel, addGuild, addPerson, channelNamed, type PersonSpec } from './places.ts';
import { openRates } from './rates.ts';
import { serve } from './rest.ts';
import type { Desk, Seen } from './rest-answer.ts';
import { file } from './threads.ts';
import { type SeenMessage, viewOf } from './view.ts';
import { openWaits, type Waits } from './waits.ts';
import {
  emptyWorld,
  type Interaction,
  type Json,
  messagesIn,
  type StoredMessage,
  type World,
} from './world.ts';

export interface FakeOptions extends Partial<Settings> {
  /** Channels of each guild by name; names are unique. Default one guild with `general` and `random`. */
  readonly guilds?: Readonly<Record<string, readonly string[]>>;
  /** Default mia, who manages the server, and tom. */
  readonly people?: readonly PersonSpec[];
}

export interface FakeDiscord extends People, Pick<Waits, 'until'> {
  /** Base of the REST API, as `DISCORD_API` takes it. */
  readonly api: string;
  readonly token: string;
  readonly applicationId: string;
  readonly gateway: Gateway;
  /** What goes wrong with requests, on demand. */
  readonly faults: Pick<Faults, 'plan' | 'heal'>;
  readonly requests: readonly Seen[];
  /** What did not fit Discord's schemas or its rules: a test asks for none. */
  readonly violations: readonly string[];
  /** Registered commands of a guild, or everywhere. */
  commands(guild?: string): readonly Json[];
  /** Id of a channel, of a guild or of a person by name. */
  id(name: string): string;
  /** A channel's messages as people see them, oldest first; deleted ones are gone. All channels without a name. */
  messages(channel?: string): readonly SeenMessage[];
  message(id: string): SeenMessage | undefined;
  /** What answers an interaction or replies to a message, wherever it stands, oldest first. */
  answersTo(id: string): readonly SeenMessage[];
  /** Whose phone would have rung through the bot. */
  pings(): readonly Ping[];
  /** What the bot may not do in a channel from now on. */
  deny(channel: string, ...permissions: Permission[]): void;
  archive(thread: string, locked?: boolean): void;
  /** Nobody finds the channel or thread any more. */
  dropChannel(channel: string): void;
  /** The interaction's token is worth nothing any more. */
  lapse(interaction: string): void;
  close(): Promise<void>;
}

const GUILDS = { house: ['general', 'random'] };
const PEOPLE: readonly PersonSpec[] = [{ name: 'mia', manages: true }, { name: 'tom' }];

export async function openFakeDiscord(options: FakeOptions = {}): Promise<FakeDiscord> {
  const { guilds = GUILDS, people = PEOPLE, ...changes } = options;
  const settings = { ...USUAL, ...changes };
  const world = peopled(guilds, people);
  const waits = openWaits();
  const faults = openFaults();
  const seen: Seen[] = [];
  const server = serve(() => desk);
  const origin = await listening(server);
  const house = { world, settings, origin, now: () => performance.now() };
  const gateway = openGateway(server, house, waits.changed);
  const core: Core = {
    ...house,
    tell: (event, data, to) => {
      gateway.tell(event, data, to);
      waits.changed();
    },
  };
  const desk: Desk = { core, faults, rates: openRates(settings.posts), seen, changed: waits.changed };
  return {
    api: `${origin}/api`,
    token: world.token,
    applicationId: world.bot.id,
    gateway,
    faults,
    requests: seen,
    get violations() {
      return judged(world);
    },
    until: waits.until,
    ...openPeople(core, (interaction) => acknowledged(interaction, core, gateway, waits)),
    ...controls(core),
    close: () => closed(server, gateway),
  };
}

function peopled(guilds: Readonly<Record<string, readonly string[]>>, people: readonly PersonSpec[]): World {
  const world = emptyWorld();
  for (const person of people) addPerson(world, person);
  for (const [name, channels] of Object.entries(guilds)) {
    const guild = addGuild(world, name).id;
    for (const channel of channels) addChannel(world, { type: 0, name: channel, guild });
  }
  return world;
}

/** Until it is acknowledged, or cannot be any more: too late, or nobody is there who could. */
async function acknowledged(
  interaction: Interaction,
  { settings }: Core,
  gateway: Gateway,
  { until }: Waits,
) {
  const isHopeless = () => !gateway.sessions.some(({ alive }) => alive);
  const done = () => interaction.ack !== undefined || interaction.missed || isHopeless();
  await until(done, 'an acknowledgement', settings.ackWithin).catch(() => undefined);
}

type Controls = Pick<
  FakeDiscord,
  | 'commands'
  | 'id'
  | 'messages'
  | 'message'
  | 'answersTo'
  | 'pings'
  | 'deny'
  | 'archive'
  | 'dropChannel'
  | 'lapse'
>;

function controls(core: Core): Controls {
  const { world } = core;
  const seen = (messages: Iterable<StoredMessage>) =>
    [...messages].filter(({ deleted }) => !deleted).map((message) => viewOf(message, world.bot.id));
  return {
    commands: (guild = '') => world.commands.get(guild) ?? [],
    id: (name) => {
      const all = [...world.channels.values(), ...world.guilds.values(), ...world.people.values()];
      const found = all.find((one) => one.name === name);
      if (found === undefined) throw new RangeError(`the fake Discord has nothing called ${name}`);
      return found.id;
    },
    messages: (name) =>
      seen(name === undefined ? world.messages.values() : messagesIn(world, channelNamed(world, name).id)),
    message: (id) => seen([world.messages.get(id) ?? []].flat())[0],
    answersTo: (id) => seen(world.answering.get(id) ?? []),
    pings: () => [...world.pings],
    deny: (name, ...permissions) => {
      const channel = channelNamed(world, name);
      for (const permission of permissions) channel.denied.add(permission);
      core.tell('CHANNEL_UPDATE', channelJson(world, channel), { guild: channel.guild, intent: 1 });
    },
    archive: (thread, locked = false) => file(core, channelNamed(world, thread), { archived: true, locked }),
    dropChannel: (name) => {
      const channel = channelNamed(world, name);
      world.channels.delete(channel.id);
      const event = channel.type === 11 ? 'THREAD_DELETE' : 'CHANNEL_DELETE';
      core.tell(event, channelJson(world, channel), { guild: channel.guild, intent: 1 });
    },
    lapse: (id) => {
      const interaction = world.interactions.get(id);
      if (interaction !== undefined) interaction.lapsed = true;
    },
  };
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

function closed(server: Server, gateway: Gateway): Promise<void> {
  gateway.close();
  server.closeAllConnections();
  return new Promise((resolve) => void server.close(() => resolve()));
}
