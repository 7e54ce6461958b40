/** What people do: they write, call commands, press, choose, and wait for the app to be told that it arrived. */
import type { Core } from './core.ts';
import { cdn } from './core.ts';
import { tokenOf } from './ids.ts';
import { interactionJson, optionsIn, optionsJson } from './json-interaction.ts';
import { messageJson } from './json-message.ts';
import { userJson } from './json-places.ts';
import { listIn, textIn } from './json-read.ts';
import { speak } from './messages.ts';
import { channelNamed, directChannel, personNamed } from './places.ts';
import { revive } from './threads.ts';
import type { Ack, Channel, Interaction, Json, Person, StoredMessage } from './world.ts';

/** Who does it and where, by name or id. Without a person the first one. `direct`: to the bot alone. */
export interface Doing {
  readonly channel?: string;
  readonly person?: string;
  readonly direct?: true;
  /** Milliseconds until it is too late, for this one; 0: it is too late already. */
  readonly ackWithin?: 0;
}

export interface Slash extends Doing {
  /** `['reflect', 'trace']` */
  readonly path: readonly string[];
  readonly options?: Readonly<Record<string, string | number | boolean>>;
  /** Default `p`. */
  readonly name?: string;
}

/** What became of it. */
export interface Done {
  readonly id: string;
  readonly token: string;
  /** undefined: the person reads "The application did not respond". */
  readonly ack: Ack | undefined;
}

export interface People {
  slash(what: Slash): Promise<Done>;
  /** @param focused  the option that is being typed */
  autocomplete(
    what: Slash & { readonly focused: string },
  ): Promise<Done & { readonly choices: readonly string[] }>;
  /** "Trace with .p/" on a message. */
  contextMenu(what: Doing & { readonly message: string; readonly name?: string }): Promise<Done>;
  /** Presses a button by its label, or with a custom_id that may stand nowhere. */
  press(
    what: Doing & { readonly message: string; readonly label?: string; readonly id?: string },
  ): Promise<Done>;
  /** Chooses by label, place or value, in the first select of the message. */
  select(
    what: Doing & { readonly message: string; readonly choice: string | number; readonly id?: string },
  ): Promise<Done>;
  /** Writes. `{me}` in the text mentions the bot. @returns the message's id */
  say(what: Doing & { readonly text: string; readonly replyTo?: string }): string;
}

export function openPeople(core: Core, wait: (interaction: Interaction) => Promise<void>): People {
  const act = async (doing: Doing, type: 2 | 3 | 4, data: Json, message?: StoredMessage): Promise<Done> => {
    const interaction = begin(core, doing, type, data, message);
    await wait(interaction);
    const { id, token, ack } = interaction;
    return { id, token, ack };
  };
  return {
    slash: (what) => act(what, 2, slashData(core, what)),
    async autocomplete(what) {
      const done = await act(what, 4, slashData(core, what, what.focused));
      return { ...done, choices: listIn(done.ack?.data.choices).map(({ name }) => String(name)) };
    },
    contextMenu: (what) =>
      act(what, 2, menuData(core, what.name ?? 'Trace with .p/', messageOf(core, what.message))),
    press(what) {
      const message = messageOf(core, what.message);
      const id = what.id ?? controlOf(message, 2, what.label).custom_id;
      return act({ channel: message.channel, ...what }, 3, { component_type: 2, custom_id: id }, message);
    },
    select(what) {
      const message = messageOf(core, what.message);
      const select = what.id === undefined ? controlOf(message, 3) : { custom_id: what.id };
      const data = {
        component_type: 3,
        custom_id: select.custom_id,
        values: [chosenIn(select, what.choice)],
      };
      return act({ channel: message.channel, ...what }, 3, data, message);
    },
    say(what) {
      const { channel, person } = whereWho(core, what);
      if (channel.archived && !channel.locked) revive(core, channel);
      const text = what.text.replaceAll('{me}', `<@${core.world.bot.id}>`);
      return speak(core, channel.id, person, text, what.replyTo).id;
    },
  };
}

function whereWho({ world }: Core, { channel, person, direct }: Doing): { channel: Channel; person: Person } {
  const who = personNamed(world, person);
  if (direct === true) return { channel: directChannel(world, who), person: who };
  const first = [...world.channels.values()][0]?.id ?? '';
  return { channel: channelNamed(world, channel ?? first), person: who };
}

function begin(core: Core, doing: Doing, type: 2 | 3 | 4, data: Json, message?: StoredMessage): Interaction {
  const { channel, person } = whereWho(core, doing);
  const id = core.world.ids.next();
  const interaction: Interaction = {
    id,
    token: tokenOf(id),
    type,
    channel: channel.id,
    person,
    data,
    message: message?.id,
    at: core.now(),
    ack: undefined,
    original: undefined,
    late: doing.ackWithin === 0,
    missed: false,
    lapsed: false,
  };
  core.world.interactions.set(id, interaction);
  const json = interactionJson(core.world, interaction, cdn(core), core.settings.fileLimit);
  core.tell('INTERACTION_CREATE', json, { guild: channel.guild });
  return interaction;
}

function slashData({ world }: Core, { name = 'p', path, options = {} }: Slash, focused?: string): Json {
  const registered = [...world.commands.values()].flat().find((command) => command.name === name);
  const list = optionsJson(path, options, optionsIn(registered), focused);
  return { id: textIn(registered?.id) ?? world.ids.next(), type: 1, name, options: list };
}

/** What stands in the message is told even without the privileged intent. */
function menuData(core: Core, name: string, message: StoredMessage): Json {
  const resolved = {
    messages: { [message.id]: messageJson(core.world, message, cdn(core)) },
    users: { [message.author.id]: userJson(message.author) },
  };
  return { id: core.world.ids.next(), type: 3, name, target_id: message.id, resolved };
}

/** @throws {RangeError} */
function messageOf({ world }: Core, id: string): StoredMessage {
  const message = world.messages.get(id);
  if (message === undefined) throw new RangeError(`the fake Discord has no message ${id}`);
  return message;
}

/** @throws {RangeError} for what stands not in the message: nobody can press it */
function controlOf({ components }: StoredMessage, type: number, label?: string): Json {
  const all = components.flatMap((row) => listIn(row.components)).filter((one) => one.type === type);
  const found = all.find((one) => label === undefined || one.label === label);
  if (found === undefined)
    throw new RangeError(`no ${label ?? 'select'} among ${all.map((one) => one.label).join(', ')}`);
  return found;
}

function chosenIn(select: Json, choice: string | number): unknown {
  const options = listIn(select.options);
  if (typeof choice === 'number') return options[choice]?.value;
  return options.find(({ label }) => label === choice)?.value ?? choice;
}
