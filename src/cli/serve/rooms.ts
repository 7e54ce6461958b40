import { drawThread } from '../../../renderers/draw-thread.ts';
import { readCommands } from '../../dispatch/registry.ts';
import type { Rooms } from '../../dispatch/rooms.ts';
import { openRunner } from '../../engine/open.ts';
import { type ModelPool, modelPool } from '../../engine/pool.ts';
import type { Log } from '../../kernel/log.ts';
import { openMemory } from '../../memory/open.ts';
import { keptMeasurements } from '../kept-measurements.ts';
import { modelChoices } from '../model-choices.ts';
import type { ServeSettings } from './settings.ts';

export interface OpenRooms extends Rooms {
  readonly pool: ModelPool;
  close(): Promise<void>;
}

/**
 * The rooms of a process that serves: the store is open, the model is not yet.
 *
 * @throws {MemoryError}
 */
export async function openRooms(settings: ServeSettings, home: string, log: Log): Promise<OpenRooms> {
  const { model, device, models: most } = settings;
  const [commands, memory] = await Promise.all([
    readCommands(),
    openMemory(settings.store, { home, serve: true }),
  ]);
  const drawing = drawThread();
  const pool = modelPool({
    open: (name, how) => openRunner({ model: name, device, home, env: process.env, ...how }),
    usual: model,
    most,
  });
  return {
    commands,
    memory,
    models: { open: pool.open, list: () => modelChoices(home), usual: model },
    seed: 0,
    shelf: keptMeasurements(home),
    draw: drawing.draw,
    log,
    pool,
    async close() {
      await Promise.all([pool.close(), drawing.close()]);
      await memory.close();
    },
  };
}
