/** The gateway's sockets, and everything that goes wrong with a connection, on demand. */
import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';
import type { Audience, Core } from './core.ts';
import { hear, left, type Switchboard } from './handshake.ts';
import { objectIn } from './json-read.ts';
import { concerns, type Session, send, tell } from './sessions.ts';
import type { Json } from './world.ts';

export interface Gateway {
  /** All that ever were, oldest first. */
  readonly sessions: readonly Session[];
  /** Close codes of what the gateway itself refused. */
  readonly refused: readonly number[];
  tell(event: string, data: Json, to: Audience): void;
  /** The newest dispatch of that name once more, as a new one: a delivery that is doubled. */
  tellAgain(event: string): void;
  /** Cuts every connection; with a code it is closed by the gateway. */
  drop(code?: number): void;
  /** Op 7. */
  askToReconnect(): void;
  /** Op 9. @param resumable  whether the same session may go on */
  invalidate(resumable: boolean): void;
  /** Heartbeats are not answered any more: a connection that only looks alive. */
  withholdAcks(withheld: boolean): void;
  /** New connections are refused until it is told false. */
  lockOut(locked: boolean): void;
  close(): void;
}

export function openGateway(server: Server, house: Omit<Core, 'tell'>, changed: () => void): Gateway {
  const board: Switchboard = { sessions: [], refused: [], withheld: false, locked: false };
  const sockets = listen(server, board, house, changed);
  const { sessions, refused } = board;
  const connected = () => sessions.filter(({ socket }) => socket !== undefined);
  return {
    sessions,
    refused,
    tell: (event, data, to) => {
      for (const session of sessions)
        if (session.alive && concerns(session, to)) tell(session, event, data, to.bare);
    },
    tellAgain: (event) => sessions.forEach((session) => void tellLast(session, event)),
    drop: (code) => {
      for (const { socket } of connected()) code === undefined ? socket?.terminate() : socket?.close(code);
    },
    askToReconnect: () => {
      for (const { socket } of connected()) send(socket, { op: 7, d: null });
    },
    invalidate: (resumable) => connected().forEach((session) => void invalidate(session, resumable)),
    withholdAcks: (withheld) => {
      board.withheld = withheld;
    },
    lockOut: (locked) => {
      board.locked = locked;
    },
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function listen(
  server: Server,
  board: Switchboard,
  house: Omit<Core, 'tell'>,
  changed: () => void,
): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (board.locked || !request.url?.startsWith('/gateway')) return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.on('error', () => opened.terminate());
      opened.on('message', (data) => {
        hear(board, house, opened, readPayload(String(data)));
        changed();
      });
      opened.on('close', (code) => {
        left(board, opened, code);
        changed();
      });
      send(opened, { op: 10, d: { heartbeat_interval: house.settings.heartbeat, _trace: [] } });
    });
  });
  return sockets;
}

function tellLast(session: Session, event: string): void {
  const last = session.alive ? session.told.findLast(({ t }) => t === event) : undefined;
  if (last !== undefined) tell(session, event, last.d);
}

function invalidate(session: Session, resumable: boolean): void {
  send(session.socket, { op: 9, d: resumable });
  if (!resumable) Object.assign(session, { alive: false, socket: undefined });
}

function readPayload(text: string): Json {
  try {
    return objectIn(JSON.parse(text)) ?? {};
  } catch {
    return {};
  }
}
