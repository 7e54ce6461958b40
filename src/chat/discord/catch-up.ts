import type { ApiMessage } from './api.ts';
import type { Listening } from './listen.ts';
import { type Known, onMessage } from './listen-messages.ts';
import { ROUTES } from './routes.ts';

/** A server as the gateway tells of it at a new connection. */
export interface ApiServer {
  readonly id: string;
  /** Those that are not archived. */
  readonly threads?: readonly {
    readonly id: string;
    readonly parent_id?: string | null | undefined;
    readonly last_message_id?: string | null | undefined;
  }[];
}

/** An hour, as the difference of two ids: they count milliseconds above their 22 lowest bits. */
const BACK = BigInt(60 * 60_000) << 22n;
/** Messages of a thread that are looked at. */
const MOST = '100';

/**
 * Hears what was said in the threads of open sessions while nobody listened: a new connection gets no
 * events of the time before it. What was heard before is known to the desk and not answered again.
 *
 * The hour before the newest word in any thread of the server is looked back over. Channels and direct
 * messages are not: there a person sees that nothing came, and asks again.
 */
export async function catchUp(server: ApiServer, known: Known, listening: Listening): Promise<void> {
  const threads = (server.threads ?? []).map((thread) => ({ ...thread, last: idOf(thread.last_message_id) }));
  const [newest = 0n] = threads.map(({ last }) => last).sort((a, b) => (a > b ? -1 : 1));
  const since = newest > BACK ? newest - BACK : 0n;
  for (const { id, parent_id: channel, last } of threads) {
    if (last <= since || typeof channel !== 'string') continue;
    if (!(await listening.desk.inSession({ workspace: server.id, channel, thread: id }))) continue;
    const query = { after: String(since), limit: MOST };
    const said = await listening.rest({ method: 'GET', path: ROUTES.messages(id), query });
    for (const message of messagesIn(said))
      await onMessage({ ...message, guild_id: server.id }, known, listening);
  }
}

const idOf = (id: string | null | undefined): bigint =>
  typeof id === 'string' && /^\d{1,20}$/.test(id) ? BigInt(id) : 0n;

/** Oldest first. */
const messagesIn = (value: unknown): ApiMessage[] =>
  (Array.isArray(value) ? value : [])
    .filter(isMessage)
    .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));

function isMessage(value: unknown): value is ApiMessage {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map(Object.entries(value));
  const isText = (name: string) => typeof fields.get(name) === 'string';
  return (
    isText('id') &&
    isText('channel_id') &&
    isText('content') &&
    fields.has('author') &&
    fields.has('mentions')
  );
}
