import { dotpHome } from '../../../models/sources/home.ts';
import { webApp } from '../../chat/web/app.ts';
import { openWeb } from '../../chat/web/open.ts';
import { type OpenDesk, openDesk } from '../../dispatch/desk.ts';
import type { Log } from '../../kernel/log.ts';
import { webArchive } from './archive.ts';
import { type Drained, drain } from './drain.ts';
import { httpApp } from './http.ts';
import { signingKey } from './key.ts';
import { listenAt } from './listen.ts';
import { type Metrics, openMetrics } from './metrics.ts';
import { modelStatus } from './model-status.ts';
import { connect, openPlatforms } from './platforms.ts';
import { openReadiness, type Readiness } from './readiness.ts';
import { openRooms } from './rooms.ts';
import type { ServeSettings } from './settings.ts';
import { warmUp } from './warm-up.ts';

/** Turns that run at once share one model's thread; one prepares while another is measured. */
const QUEUE = { atOnce: 2, waiting: 400, waitingPerChannel: 40 };
const TURN_LIMIT = 10 * 60_000;

export interface Served {
  /** Where the page is. */
  readonly address: string;
  /** Stops in good order: see {@link drain}. */
  stop(): Promise<Drained>;
}

/**
 * Starts everything, in this order: store, key, the model in the background, the page, what was left
 * unfinished, Discord and Slack. What is missing or refused stops nothing else.
 *
 * @throws {MemoryError}; {@link CliError} `key-unusable`, `port-taken`, `not-listening`
 */
export async function start(settings: ServeSettings, log: Log): Promise<Served> {
  const home = dotpHome({ ...process.env, DOTP_HOME: settings.home });
  const rooms = await openRooms(settings, home, log);
  try {
    const key = await signingKey(settings.key, home);
    const readiness = openReadiness();
    let desk: OpenDesk | undefined;
    const metrics = openMetrics({ inFlight: () => desk?.busy ?? 0, ready: () => readiness.now().ready });
    desk = openDesk(rooms, { queue: QUEUE, turnLimit: TURN_LIMIT, meter: metrics.meter });
    return await open({ settings, log, rooms, key, readiness, metrics, desk });
  } catch (error) {
    await rooms.close();
    throw error;
  }
}

interface Parts {
  readonly settings: ServeSettings;
  readonly log: Log;
  readonly rooms: Awaited<ReturnType<typeof openRooms>>;
  readonly key: Uint8Array;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly desk: OpenDesk;
}

async function open({ settings, log, rooms, key, readiness, metrics, desk }: Parts): Promise<Served> {
  const control = new AbortController();
  const model = modelStatus(readiness);
  const manages = isLoopback(settings.host);
  const web = openWeb({ archive: webArchive(rooms), key, log, status: model.status, manages });
  const platforms = await openPlatforms({ settings, key, log, desk });
  for (const { voice } of [web, ...platforms]) desk.add(voice);
  for (const { name } of platforms) readiness.set(name, 'it is being connected');
  model.waitsFor('it is being opened');

  const slack = platforms.find(({ handle }) => handle !== undefined)?.handle;
  const page = webApp(web, ownHosts(settings));
  const server = await listenAt(settings, httpApp({ readiness, metrics, slack, page }).fetch);
  const warm = warmUp({
    open: (how) => rooms.pool.open(undefined, how),
    log,
    state: model.waitsFor,
    signal: control.signal,
  }).then((facts) => facts && model.loaded(facts));

  const left = await desk.resume();
  if (left > 0) log.info('Unfinished turns of an earlier process are taken up.', { turns: left });
  web.start(desk);
  const connected = platforms.map(async (platform) =>
    readiness.set(platform.name, await connect(platform, log)),
  );

  return {
    address: settings.address ?? server.address,
    stop: () =>
      drain({
        log,
        readiness,
        desk,
        intakes: [web, ...platforms],
        abandon: () => control.abort(),
        last: [() => Promise.allSettled([warm, ...connected]), () => server.close(), () => rooms.close()],
      }),
  };
}

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/.test(host);

/** Names under which the page may be opened, besides addresses and localhost. */
const ownHosts = ({ address, host }: ServeSettings): string[] => [
  ...(address === undefined ? [] : [new URL(address).hostname]),
  host.toLowerCase(),
];
