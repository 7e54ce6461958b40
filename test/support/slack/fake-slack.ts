/**
 * Slack on loopback, as a bot sees it: the Web API with files and views (npm `emulate` keeps the state, what
 * it lacks or takes lightly is done here), Socket Mode, signed HTTP deliveries, response addresses, limits.
 *
 * It lives in the test's own process: the bot may be killed and started again, and what it did not
 * acknowledge comes again.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Attempt, type Deliver, deliverer, type Kind } from './deliver.ts';
import { emulated as openEmulated } from './emulated.ts';
import { type Faults, openFaults } from './faults.ts';
import { fileMethods } from './file-methods.ts';
import type { Json } from './json.ts';
import { type Log, openLog, type SeenCall, type SeenMessage, type Violation } from './log.ts';
import type { Front } from './method.ts';
import { counter } from './names.ts';
import { eventPayload } from './payloads.ts';
import { type People, people } from './people.ts';
import { type ResponseUrls, responseUrls } from './response-urls.ts';
import { type Forgery, type Posted, signedRequests } from './signed.ts';
import { openSockets, type Sockets } from './sockets.ts';
import { openViews } from './view-methods.ts';
import { serve } from './web-api.ts';
import { type Workspace, type WorkspacePlan, workspaceOf } from './workspace.ts';

export interface FakeSlackOptions extends WorkspacePlan {
  /** How deliveries reach the bot. */
  readonly mode?: 'socket' | 'http';
  /** How long an acknowledgement may take. */
  readonly ackMs?: number;
  /** Pauses before the retries of an event. */
  readonly retryAfterMs?: readonly number[];
  /** Until the message of an upload appears. */
  readonly shareAfterMs?: number;
  /** Clock of the response addresses, milliseconds since 1970. */
  readonly now?: () => number;
}

export interface FakeSlack extends People, Pick<Faults, 'fail' | 'heal'> {
  /** Base of the Web API: `http://127.0.0.1:…/api/`. */
  readonly api: string;
  readonly workspace: Workspace;
  readonly violations: readonly Violation[];
  readonly calls: readonly SeenCall[];
  /** Every attempt to deliver something, in order. */
  readonly attempts: readonly Attempt[];
  /** The next acknowledgements do not reach Slack. */
  loseAcks(count: number): void;
  readonly sockets: Pick<Sockets, 'open' | 'opened' | 'disconnect' | 'drop'>;
  readonly responseUrls: Pick<ResponseUrls, 'lapse'>;
  readonly until: Log['until'];
  /** As people see them, in order. @param thread  its first message and what follows; absent: all of the channel */
  messages(channel: string, thread?: string): SeenMessage[];
  /** Who would have been called by what the bot sent. */
  pings(): readonly string[];
  /** The form on top before a person; the bot's page as the person sees it. */
  form(person: string): Json | undefined;
  home(person: string): Json | undefined;
  /** HTTP: where the bot listens, now that it was started; undefined while it is down. */
  listensAt(url: string | undefined): void;
  /** HTTP: one request made as told, answered as it is answered. Not retried. */
  post(kind: Kind, payload: Json, forgery?: Forgery): Promise<Posted>;
  /** Any delivery, as it is. */
  readonly deliver: Deliver;
  /** An event that nobody's act made. */
  event(event: Json): ReturnType<Deliver>;
  close(): Promise<void>;
}

export async function openFakeSlack(options: FakeSlackOptions = {}): Promise<FakeSlack> {
  const {
    mode = 'socket',
    ackMs = 3_000,
    retryAfterMs = [50, 500, 2_000],
    shareAfterMs = 20,
    now = Date.now,
  } = options;
  const [log, faults, views, urls] = [openLog(), openFaults(), openViews(), responseUrls(now)];
  const workspace = workspaceOf(options);
  const emulated = await openEmulated(workspace);
  const [sockets, signed, closing] = [
    openSockets(ackMs, log.changed),
    signedRequests(ackMs),
    new AbortController(),
  ];
  const attempts: Attempt[] = [];
  let toLose = 0;
  const deliver = deliverer(() => (mode === 'socket' ? sockets : signed), log, {
    retryAfterMs,
    signal: closing.signal,
    lostAck: () => toLose > 0 && toLose-- > 0,
    attempted(attempt) {
      attempts.push(attempt);
      log.changed();
    },
  });
  const server = createServer((request, response) => {
    serve(request, response, api).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  server.on('upgrade', sockets.upgrade);
  const origin = await listening(server);
  const [nextEvent, nextAct] = [counter('Ev'), counter('1700000000.', 6)];
  const event = (one: Json) => deliver('events_api', eventPayload(one, nextEvent()));
  const front: Front = { workspace, emulated, log, origin, tell: (one) => void event(one) };
  const api = { front, files: fileMethods(shareAfterMs), views, urls, sockets, faults };
  return {
    ...people({ front, views, urls, deliver, nextEvent, nextAct }),
    fail: faults.fail,
    heal: faults.heal,
    api: `${origin}/api/`,
    workspace,
    sockets,
    deliver,
    event,
    responseUrls: urls,
    violations: log.violations,
    calls: log.calls,
    attempts,
    loseAcks(count) {
      toLose = count;
    },
    until: log.until,
    messages: (channel, thread) => log.messages.filter((message) => isIn(message, channel, thread)),
    pings: () => log.pings,
    form: (person) => views.open.get(person)?.at(-1),
    home: (person) => views.homes.get(person),
    listensAt: signed.listensAt,
    post: signed.post,
    async close() {
      closing.abort();
      sockets.close();
      server.closeAllConnections();
      await Promise.all([new Promise((resolve) => server.close(resolve)), emulated.close()]);
    },
  };
}

const listening = (server: ReturnType<typeof createServer>): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });

const isIn = (message: SeenMessage, channel: string, thread: string | undefined): boolean =>
  message.channel === channel && (thread === undefined || message.ts === thread || message.thread === thread);
