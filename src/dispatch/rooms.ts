import type { Finding } from '../analysis/findings.ts';
import { numbersOf } from '../analysis/log-numbers.ts';
import type { Figure } from '../figure/figure.ts';
import type { Log } from '../kernel/log.ts';
import type { Reply } from '../kernel/reply.ts';
import type { Shelf } from '../kernel/shelf.ts';
import type { ChannelMemory } from '../memory/channel.ts';
import type { Memory } from '../memory/open.ts';
import type { Person } from '../memory/people.ts';
import type { Models } from './here.ts';
import type { Drawn, House, Session } from './house.ts';
import { noteOf } from './log-note.ts';
import type { Registry } from './registry.ts';
import { isReply } from './schema.ts';

/** The rooms that the flow works with; wired once. */
export interface Rooms {
  readonly commands: Registry;
  readonly memory: Memory;
  readonly models: Models;
  draw(figure: Figure): Promise<Drawn>;
  shelf(fingerprint: string): Shelf;
  readonly seed: number;
  readonly log: Log;
}

/** Who comes in, and where. */
export interface Visit {
  readonly workspace: string;
  readonly channel: string;
  readonly thread?: string;
  readonly person: Person;
  readonly manages: boolean;
  /** Names the turn: its answers are kept as `<turn>.<index>`. Left out: each under a name of its own. */
  readonly turn?: string;
  readonly talks: boolean;
  readonly now: number;
}

/** The house as it is seen from one thread. */
export function houseFor(rooms: Rooms, visit: Visit): House {
  const { commands, memory, models, draw, shelf, seed } = rooms;
  const { workspace, channel, thread, talks } = visit;
  // What is forgotten while this turn runs must not be written back by it.
  const session =
    visit.turn === undefined
      ? memory.channel(channel, workspace, thread)
      : memory.during({ id: visit.turn, workspace, channel, receivedAt: visit.now }, thread);
  return {
    commands,
    seed,
    draw,
    shelf,
    talks,
    runner: async (options) => models.open((await session.session()).model, options),
    session: sessionOf(session, visit, rooms.log),
    here: { ...visit, commands, memory, session, models, seed, draw },
  };
}

function sessionOf(kept: ChannelMemory, { turn, person }: Visit, log: Log): Session {
  const readable = (reply: Reply | undefined): Reply<Finding> | undefined => {
    if (reply === undefined || isReply(reply)) return reply;
    log.warn('An answer that another version of dotp stored is passed over.', { command: reply.command });
    return undefined;
  };
  const nameOf = (index: number) => (turn === undefined ? undefined : `${turn}.${index}`);
  const logged = (id: string, reply: Reply<Finding>): Promise<void> =>
    kept.log.keep(id, numbersOf(reply.findings), { ...noteOf(reply), by: person });
  async function record(reply: Reply<Finding>, index: number, measured = true): Promise<void> {
    const id = await kept.remember(reply, nameOf(index), person);
    if (measured) await logged(id, reply);
    // Talk that read somebody who was forgotten meanwhile was not kept: then no prompt of it either.
    const isTalk = reply.findings.some(({ kind }) => kind === 'said');
    const isKept = !isTalk || (await kept.reply(id)) !== undefined;
    if (isTalk && isKept) await kept.anchors.answered(id);
    if (reply.prompt.text !== '' && isKept) await kept.setPrompt(reply.prompt.text);
  }
  return {
    prompt: async () => (await kept.session()).prompt,
    last: async () => readable(await kept.lastPicture()),
    turns: async (n) => (await kept.turns(n)).flatMap(({ reply }) => readable(reply) ?? []),
    async stored(index) {
      const name = nameOf(index);
      return name === undefined ? undefined : readable(await kept.reply(name));
    },
    record,
    async recordAgain(reply, index, measured = true) {
      const [last] = await kept.turns(1);
      const name = nameOf(index);
      if (last?.id === name) await record(reply, index, measured);
      else if (name !== undefined && measured) await logged(name, reply);
    },
  };
}
