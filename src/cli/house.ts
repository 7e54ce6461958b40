import { userInfo } from 'node:os';
import { dotpHome } from '../../models/sources/home.ts';
import type { Models } from '../dispatch/here.ts';
import type { House } from '../dispatch/house.ts';
import { readCommands } from '../dispatch/registry.ts';
import { houseFor, type Rooms } from '../dispatch/rooms.ts';
import type { OpenOptions } from '../engine/open.ts';
import { modelPool } from '../engine/pool.ts';
import { type Log, silentLog } from '../kernel/log.ts';
import { openMemory } from '../memory/open.ts';
import { keptMeasurements } from './kept-measurements.ts';
import { modelChoices } from './model-choices.ts';
import { openModel } from './open-model.ts';
import type { CommonOptions } from './options.ts';

/** The wired house of one terminal call; `close` gives back the model and the store. */
export interface OpenHouse {
  readonly house: House;
  close(): Promise<void>;
}

/** Wires the rooms: commands, the model (opened when first needed), memory of the channel, pictures. */
export async function openHouse(
  options: CommonOptions,
  limits: OpenOptions['limits'] = {},
): Promise<OpenHouse> {
  const commands = await readCommands();
  const home = dotpHome(process.env);
  const memory = await openMemory(process.env.DOTP_STORE, { home });
  const pool = modelPool({
    open: (name, how) =>
      openModel(name === undefined ? options : { ...options, model: name }, { ...how, limits }),
    usual: options.model,
    most: 1,
    restMs: 0, // one turn after another: whoever asks for another model is done with this one
  });
  const models: Models = {
    open: pool.open,
    list: () => modelChoices(home),
    usual: options.model,
    free: true,
  };
  const rooms: Rooms = {
    commands,
    memory,
    models,
    seed: options.seed,
    shelf: keptMeasurements(home),
    draw: async (figure) => (await import('../../renderers/render.ts')).render(figure),
    log: onStderr,
  };
  const house = houseFor(rooms, terminalVisit(options.channel));
  if (options.namesModel === true) await dropChoice(house);
  return {
    house,
    async close() {
      await pool.close();
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

/** What was said last holds: `--model` takes the place of an earlier `.p/model.use`. */
async function dropChoice({ here: { session } }: House): Promise<void> {
  if ((await session.session()).model !== undefined) await session.setModel(undefined);
}

const onStderr: Log = { ...silentLog, warn: (words) => void process.stderr.write(`${words}\n`) };
