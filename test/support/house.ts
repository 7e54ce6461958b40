import { render } from '../../renderers/render.ts';
import { turn } from '../../src/dispatch/flow.ts';
import type { Answer, House } from '../../src/dispatch/house.ts';
import { readCommands } from '../../src/dispatch/registry.ts';
import { houseFor, type Rooms } from '../../src/dispatch/rooms.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { openMemory } from '../../src/memory/open.ts';
import { emptyShelf } from './shelf.ts';

/** The rooms around a runner, wired with a memory that ends with the process. */
export async function roomsAround(
  open: () => Promise<Runner>,
  { store, home }: { store?: string; home: string } = { store: 'memory:', home: '' },
): Promise<Rooms> {
  return {
    commands: await readCommands(),
    memory: await openMemory(store, { home, serve: true }),
    models: { open, list: async () => [], usual: 'shipped' },
    draw: render,
    shelf: emptyShelf,
    seed: 0,
    log: silentLog,
  };
}

/** A wired house around a runner; its session lives as long as it does. */
export const houseAround = (runner: Runner): Promise<House> => houseOf(async () => runner);

export const houseOf = async (open: () => Promise<Runner>): Promise<House> =>
  houseFor(await roomsAround(open), {
    workspace: 'test',
    channel: 'test',
    person: { id: 'p1', name: 'Ann' },
    manages: true,
    talks: false,
    now: 0,
  });

export async function answersOf(text: string, house: House): Promise<Answer[]> {
  const found: Answer[] = [];
  for await (const answer of turn({ text }, house, {})) found.push(answer);
  return found;
}
