/** What a connection of the gateway says: who it is, that it goes on with a session, that it is alive. */
import type { WebSocket } from 'ws';
import { type Core, INTENTS } from './core.ts';
import { shardOf } from './ids.ts';
import { guildJson, userJson } from './json-places.ts';
import { numberIn, objectIn, textIn } from './json-read.ts';
import { openSession, replay, type Session, send, tell } from './sessions.ts';
import type { Json } from './world.ts';

export interface Switchboard {
  /** All that ever were, oldest first. */
  readonly sessions: Session[];
  /** Close codes of what was refused. */
  readonly refused: number[];
  withheld: boolean;
  locked: boolean;
}

type House = Omit<Core, 'tell'>;

export function hear(board: Switchboard, house: House, socket: WebSocket, { op, d }: Json): void {
  const session = board.sessions.find((one) => one.socket === socket);
  if (op === 1) beat(board, socket, session);
  else if (op === 2 && session !== undefined) refuse(board, socket, 4005, 'Already authenticated.');
  else if (op === 2) identify(board, house, socket, objectIn(d) ?? {});
  else if (op === 6) resume(board, house, socket, objectIn(d) ?? {});
  else if (session === undefined) refuse(board, socket, 4003, 'Not authenticated.');
  else if (op !== 3 && op !== 4 && op !== 8) refuse(board, socket, 4001, 'Unknown opcode.');
}

/** Closed by the bot with 1000 or 1001 a session is over; any other way it can be taken up again. */
export function left(board: Switchboard, socket: WebSocket, code: number): void {
  for (const session of board.sessions) {
    if (session.socket !== socket) continue;
    session.socket = undefined;
    if (code === 1000 || code === 1001) session.alive = false;
  }
}

function beat({ withheld }: Switchboard, socket: WebSocket, session: Session | undefined): void {
  if (session !== undefined) session.beats += 1;
  if (!withheld) send(socket, { op: 11, d: null });
}

function identify(board: Switchboard, house: House, socket: WebSocket, d: Json): void {
  const { world } = house;
  const intents = numberIn(d.intents) ?? -1;
  const wrong = wrongIn(house, d, intents);
  if (wrong !== undefined) {
    refuse(board, socket, ...wrong);
    return;
  }
  const [shard = 0, count = 1] = Array.isArray(d.shard) ? d.shard.map(Number) : [];
  for (const old of board.sessions) if (old.socket === undefined && old.shard[0] === shard) old.alive = false;
  const session = openSession(`session-${board.sessions.length + 1}`, [shard, count], intents, socket);
  board.sessions.push(session);
  const guilds = [...world.guilds.values()].filter(({ id }) => shardOf(id, count) === shard);
  const ids = guilds.map(({ id }) => id);
  tell(session, 'READY', readyJson(house, session, ids));
  for (const guild of guilds) tell(session, 'GUILD_CREATE', guildJson(world, guild));
}

type Refusal = readonly [code: number, reason: string];
const UNKNOWN: Refusal = [4004, 'Authentication failed.'];

function wrongIn(house: House, d: Json, intents: number): Refusal | undefined {
  if (!isToken(d, house)) return UNKNOWN;
  if (intents < 0) return [4013, 'Invalid intent(s).'];
  const isDisallowed = (intents & INTENTS.content) !== 0 && !house.settings.messageContent;
  return isDisallowed ? [4014, 'Disallowed intent(s).'] : undefined;
}

function resume(board: Switchboard, house: House, socket: WebSocket, d: Json): void {
  const session = board.sessions.find(({ id, alive }) => alive && id === d.session_id);
  const after = numberIn(d.seq) ?? 0;
  if (!isToken(d, house)) refuse(board, socket, ...UNKNOWN);
  else if (session === undefined) send(socket, { op: 9, d: false });
  else if (after > session.told.length) refuse(board, socket, 4007, 'Invalid seq.');
  else {
    if (session.socket !== socket) session.socket?.terminate();
    session.socket = socket;
    session.resumed += 1;
    replay(session, after);
  }
}

function refuse({ refused }: Switchboard, socket: WebSocket, code: number, reason: string): void {
  refused.push(code);
  socket.close(code, reason);
}

const isToken = (d: Json, { world }: House): boolean => textIn(d.token)?.replace(/^Bot /, '') === world.token;

const readyJson = ({ world, origin }: House, { id, shard }: Session, guilds: readonly string[]): Json => ({
  v: 10,
  user: { ...userJson(world.bot), verified: true, mfa_enabled: false, email: null },
  guilds: guilds.map((guild) => ({ id: guild, unavailable: true })),
  session_id: id,
  session_type: 'normal',
  resume_gateway_url: `${origin.replace('http', 'ws')}/gateway`,
  shard,
  application: { id: world.bot.id, flags: 0 },
});
