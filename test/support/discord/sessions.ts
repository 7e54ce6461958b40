/** Sessions of the gateway: what was told to whom, so that it can be told again. */
import type { WebSocket } from 'ws';
import { type Audience, INTENTS } from './core.ts';
import { shardOf } from './ids.ts';
import type { Json } from './world.ts';

export interface Dispatch {
  readonly s: number;
  readonly t: string;
  readonly d: Json;
}

export interface Session {
  readonly id: string;
  readonly shard: readonly [id: number, count: number];
  readonly intents: number;
  readonly told: Dispatch[];
  /** Absent while nobody is connected; what happens meanwhile is kept for RESUME. */
  socket: WebSocket | undefined;
  /** Can be taken up again. */
  alive: boolean;
  resumed: number;
  beats: number;
}

export const openSession = (
  id: string,
  shard: Session['shard'],
  intents: number,
  socket: WebSocket,
): Session => ({
  id,
  shard,
  intents,
  told: [],
  socket,
  alive: true,
  resumed: 0,
  beats: 0,
});

/** Whether a session is told of something that happened. */
export function concerns({ shard, intents }: Session, { guild, intent = 0 }: Audience): boolean {
  return shardOf(guild, shard[1]) === shard[0] && (intents & intent) === intent;
}

/** @param bare  instead of the data, for who does not read what people write */
export function tell(session: Session, t: string, data: Json, bare?: Json): void {
  const reads = (session.intents & INTENTS.content) !== 0;
  const dispatch = { s: session.told.length + 1, t, d: reads || bare === undefined ? data : bare };
  session.told.push(dispatch);
  send(session.socket, { op: 0, ...dispatch });
}

/** What was told after a number, once more, and that this was all. */
export function replay(session: Session, after: number): void {
  for (const dispatch of session.told.slice(after)) send(session.socket, { op: 0, ...dispatch });
  tell(session, 'RESUMED', {});
}

export const send = (socket: WebSocket | undefined, payload: Json): void => {
  if (socket?.readyState === socket?.OPEN) socket?.send(JSON.stringify({ s: null, t: null, ...payload }));
};
