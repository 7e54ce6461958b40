import { dotpHome } from '../../../models/sources/home.ts';
import { webApp } from '../../chat/web/app.ts';
import { openWeb, type WebRoom } from '../../chat/web/open.ts';
import { type OpenDesk, openDesk } from '../../dispatch/desk.ts';
import type { Log } from '../../kernel/log.ts';
import { webArchive } from './archive.ts';
import { type Drained, drain } from './drain.ts';
import { httpApp } from './http.ts';
import { signingKey } from './key.ts';
import { type Listening, listenAt } from './listen.ts';
import { openMetrics } from './metrics.ts';
import { type ModelStatus, modelStatus } from './model-status.ts';
import { connect, openPlatforms, type Platform } from './platforms.ts';
import { openReadiness, type Readiness } from './readiness.ts';
import { type OpenRooms, openRooms } from './rooms.ts';
import { isLoopback, ownHosts, type ServeSettings } from './settings.ts';
import { keepTakingUp, told } from './take-up.ts';
import { warmUp } from './warm-up.ts';

/** One turn is prepared or said while the model measures another. */
const QUEUE = { atOnce: 2, waiting: 1_000, waitingPerChannel: 40 };
const TURN_LIMIT = 10 * 60_000;

export interface Served {
  /** Where the page is. */
  readonly address: string;
  /** Stops in good order: see {@link drain}. */
  stop(): Promise<Drained>;
}

/** What is open while it serves. */
interface Doors {
  readonly rooms: OpenRooms;
  readonly desk: OpenDesk;
  readonly readiness: Readiness;
  readonly model: ModelStatus;
  readonly web: WebRoom;
  readonly platforms: readonly Platform[];
  readonly server: Listening;
}

/**
 * Starts everything, in this order: store, key, page, the model in the background, what was left
 * unfinished, Discord and Slack. What is missing or refused there stops nothing else.
 *
 * @throws {MemoryError}; {@link CliError} `key-unusable`, `port-taken`, `not-listening`: nothing was begun
 */
export async function start(settings: ServeSettings, log: Log): Promise<Served> {
  const home = dotpHome({ ...process.env, DOTP_HOME: settings.home });
  const rooms = await openRooms(settings, home, log);
  const control = new AbortController();
  try {
    const doors = await openDoors(settings, await signingKey(settings.key, home), rooms, log);
    const warm = warmed(doors, log, control.signal);
    await begin(doors, log);
    void keepTakingUp(doors.desk, log, control.signal);
    const address = settings.address ?? doors.server.address;
    return { address, stop: () => end(doors, log, control, warm) };
  } catch (error) {
    control.abort();
    await rooms.close();
    throw error;
  }
}

async function openDoors(
  settings: ServeSettings,
  key: Uint8Array,
  rooms: OpenRooms,
  log: Log,
): Promise<Doors> {
  const readiness = openReadiness();
  const model = modelStatus(readiness);
  const metrics = openMetrics(() => readiness.now().ready);
  const desk = openDesk(rooms, { queue: QUEUE, turnLimit: TURN_LIMIT, meter: metrics.meter });
  metrics.inFlight(() => desk.busy);
  const manages = isLoopback(settings.host);
  const web = openWeb({ archive: webArchive(rooms), key, log, status: model.status, manages });
  const platforms = await openPlatforms({ settings, key, log, desk });
  for (const { voice } of [web, ...platforms]) desk.add(voice);
  for (const { name } of platforms) readiness.set(name, 'it is being connected');
  const slack = platforms.find(({ handle }) => handle !== undefined)?.handle;
  const page = webApp(web, ownHosts(settings));
  const server = await listenAt(settings, httpApp({ readiness, metrics, slack, page }).fetch);
  return { rooms, desk, readiness, model, web, platforms, server };
}

async function warmed({ rooms, model }: Doors, log: Log, signal: AbortSignal): Promise<void> {
  const open: Parameters<typeof warmUp>[0]['open'] = (how) => rooms.pool.open(undefined, how);
  const facts = await warmUp({ open, log, state: model.waitsFor, signal });
  if (facts !== undefined) model.loaded(facts);
}

async function begin({ desk, web, platforms, readiness, server }: Doors, log: Log): Promise<void> {
  try {
    told(await desk.resume(), log);
  } catch (error) {
    await server.close();
    throw error;
  }
  web.start(desk);
  for (const platform of platforms) void join(platform, readiness, log);
}

async function join(platform: Platform, readiness: Readiness, log: Log): Promise<void> {
  readiness.set(platform.name, await connect(platform, log));
  readiness.watch(platform.name, platform.ready);
}

const end = (
  { rooms, desk, readiness, web, platforms, server }: Doors,
  log: Log,
  control: AbortController,
  warm: Promise<void>,
): Promise<Drained> =>
  drain({
    log,
    readiness,
    desk,
    intakes: [web, ...platforms],
    abandon: () => control.abort(),
    last: [() => warm, () => server.close(), () => rooms.close()],
  });
