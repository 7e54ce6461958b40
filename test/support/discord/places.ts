import type { Permission } from './permissions.ts';
import type { Channel, Guild, Person, World } from './world.ts';

export interface PersonSpec {
  readonly name: string;
  readonly bot?: boolean;
  readonly manages?: boolean;
}

export function addGuild(world: World, name: string): Guild {
  const guild = { id: world.ids.next(), name };
  world.guilds.set(guild.id, guild);
  return guild;
}

export function addChannel(
  world: World,
  facts: Pick<Channel, 'type' | 'name'> &
    Partial<Pick<Channel, 'id' | 'guild' | 'parent' | 'owner' | 'recipient'>>,
  denied: readonly Permission[] = [],
): Channel {
  const channel: Channel = {
    id: world.ids.next(),
    archived: false,
    locked: false,
    archiveAfter: 4320,
    denied: new Set(denied),
    ...facts,
  };
  world.channels.set(channel.id, channel);
  return channel;
}

export function addPerson(world: World, { name, bot = false, manages = false }: PersonSpec): Person {
  const person = { id: world.ids.next(), name, bot, roles: [], manages };
  world.people.set(person.id, person);
  return person;
}

/** The one with a person, made when it is first needed. */
export function directChannel(world: World, person: Person): Channel {
  const found = [...world.channels.values()].find(({ recipient }) => recipient === person.id);
  return found ?? addChannel(world, { type: 1, name: '', recipient: person.id });
}

/** Whether the bot may: a thread asks its channel. */
export function may(world: World, channel: Channel, permission: Permission): boolean {
  const parent = world.channels.get(channel.parent ?? '');
  return !channel.denied.has(permission) && parent?.denied.has(permission) !== true;
}

/** By id or by name. @throws {RangeError} */
export function channelNamed(world: World, name: string): Channel {
  const found =
    world.channels.get(name) ?? [...world.channels.values()].find((channel) => channel.name === name);
  if (found === undefined) throw new RangeError(`the fake Discord has no channel ${name}`);
  return found;
}

/** By id or by name; the first person without either. @throws {RangeError} */
export function personNamed(world: World, name: string | undefined): Person {
  const all = [...world.people.values()].filter(({ id }) => id !== world.bot.id);
  const found =
    name === undefined ? all[0] : all.find((person) => person.id === name || person.name === name);
  if (found === undefined) throw new RangeError(`the fake Discord has nobody called ${name}`);
  return found;
}
