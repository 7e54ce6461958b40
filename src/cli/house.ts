import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { dotpHome } from '../../models/sources/home.ts';
import type { Models } from '../dispatch/here.ts';
import type { House } from '../dispatch/house.ts';
import { readCommands } from '../dispatch/registry.ts';
import { houseFor, type Rooms } from '../dispatch/rooms.ts';
import type { Runner } from '../engine/runner.ts';
import { type Log, silentLog } from '../kernel/log.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { openMemory } from '../memory/open.ts';
import { openShelf } from '../memory/shelf.ts';
import { modelChoices } from './model-choices.ts';
import { openModel } from './open-model.ts';
import type { CommonOptions } from './options.ts';

/** Measurements that came with the shipped model. */
const MEASURED = fileURLToPath(new URL('../../models/teaching/measured/', import.meta.url));

/** The wired house of one terminal call; `close` gives back the model and the store. */
export interface OpenHouse {
  readonly house: House;
  close(): Promise<void>;
}

/** Wires the rooms: commands, the model (opened when first needed), memory of the channel, pictures. */
export async function openHouse(options: CommonOptions): Promise<OpenHouse> {
  const commands = await readCommands();
  const home = dotpHome(process.env);
  const memory = await openMemory(process.env.DOTP_STORE, { home });
  const model = openedOnce((how) => openModel(options, how));
  const models: Models = {
    open: (_, how) => model.open(how),
    list: () => modelChoices(home),
    usual: options.model,
  };
  const rooms: Rooms = {
    commands,
    memory,
    models,
    seed: options.seed,
    shelf: (fingerprint) => openShelf(fingerprint, { home, shipped: [MEASURED] }),
    draw: async (figure) => (await import('../../renderers/render.ts')).render(figure),
    log: onStderr,
  };
  const house = houseFor(rooms, terminalVisit(options.channel));
  return {
    house,
    async close() {
      await model.close();
      await memory.close();
    },
  };
}

/** Whoever sits at the terminal owns what it keeps. */
const terminalVisit = (channel: string) => ({
  workspace: 'local',
  channel,
  person: { id: 'terminal', name: userInfo().username },
  manages: true,
  talks: false,
  now: Date.now(),
});

const onStderr: Log = { ...silentLog, warn: (words) => void process.stderr.write(`${words}\n`) };

/** One runner for the whole call; an opening that failed or was stopped is tried again by who asks next. */
function openedOnce(open: (how: CallOptions) => Promise<Runner>) {
  let runner: Promise<Runner> | undefined;
  return {
    async open(how: CallOptions): Promise<Runner> {
      runner ??= open(how);
      try {
        return await runner;
      } catch (error) {
        runner = undefined;
        throw error;
      }
    },
    close: async () => (await runner?.catch(() => undefined))?.close(),
  };
}
