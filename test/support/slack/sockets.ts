import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Kind, Sent, Transport } from './deliver.ts';
import { type Json, parsed, textAt } from './json.ts';
import { counter } from './names.ts';
import { BOT } from './workspace.ts';

/** Socket Mode: WebSockets that the bot opens, on which envelopes come and are acknowledged. */
export interface Sockets extends Transport {
  /** Address for one connection, as `apps.connections.open` gives it out. */
  ticket(origin: string): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Connections that envelopes are sent on. */
  readonly open: number;
  /** Connections there have ever been. */
  readonly opened: number;
  /** Says goodbye as Slack does: nothing more comes on the connections there are, and the bot is to open others. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void;
  /** Breaks the connections without a word. */
  drop(): void;
  close(): void;
}

interface Waiting {
  readonly socket: WebSocket;
  done(sent: Sent): void;
}

/** @param ackMs  how long an acknowledgement may take: 3,000 at Slack */
export function openSockets(ackMs: number, changed: () => void): Sockets {
  const server = new WebSocketServer({ noServer: true });
  const [tickets, waiting] = [new Set<string>(), new Map<string, Waiting>()];
  const [nextTicket, nextEnvelope] = [counter('ticket'), counter('envelope-')];
  const sockets = new Set<WebSocket>();
  const leaving = new Set<WebSocket>();
  let opened = 0;
  const current = () =>
    [...sockets].filter((socket) => !leaving.has(socket) && socket.readyState === socket.OPEN);
  const welcome = (socket: WebSocket) => {
    sockets.add(socket);
    opened++;
    const pings = setInterval(() => socket.ping(), 5_000).unref();
    socket.on('message', (data) => acknowledge(String(data), waiting));
    socket.on('close', () => {
      clearInterval(pings);
      sockets.delete(socket);
      for (const one of waiting.values()) if (one.socket === socket) one.done({ ok: false, why: 'closed' });
      changed();
    });
    socket.send(JSON.stringify(hello(sockets.size)));
    changed();
  };
  return {
    get open() {
      return current().length;
    },
    get opened() {
      return opened;
    },
    ticket(origin) {
      const ticket = nextTicket();
      tickets.add(ticket);
      return `${origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${BOT.app}`;
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '', 'http://fake').searchParams.get('ticket') ?? '';
      if (tickets.delete(ticket)) server.handleUpgrade(request, socket, head, welcome);
      else socket.end('HTTP/1.1 408 Request Timeout\r\n\r\n');
    },
    disconnect(reason) {
      for (const socket of current()) {
        leaving.add(socket);
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'fake' } }));
      }
    },
    drop: () => {
      for (const socket of sockets) socket.terminate();
    },
    close: () => {
      for (const socket of sockets) socket.terminate();
      server.close();
    },
    async somebody(signal) {
      while (current().length === 0 && !signal.aborted)
        await new Promise((resolve) => setTimeout(resolve, 10));
    },
    send(kind, payload, retry) {
      const [socket] = current();
      if (socket === undefined) return Promise.resolve({ ok: false, why: 'nobody' });
      const id = nextEnvelope();
      const again =
        kind === 'events_api' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {};
      const answered = answer(id, { socket, waiting, ackMs });
      socket.send(JSON.stringify({ ...envelope(kind, id, payload), ...again }));
      return answered;
    },
  };
}

const hello = (connections: number): Json => ({
  type: 'hello',
  num_connections: connections,
  debug_info: { host: 'fake', build_number: 1, approximate_connection_time: 18_060 },
  connection_info: { app_id: BOT.app },
});

const envelope = (kind: Kind, id: string, payload: Json): Json => ({
  envelope_id: id,
  type: kind,
  payload,
  accepts_response_payload: kind !== 'events_api',
});

function acknowledge(text: string, waiting: ReadonlyMap<string, Waiting>): void {
  const message = parsed(text);
  const payload =
    typeof message === 'object' && message !== null ? Reflect.get(message, 'payload') : undefined;
  waiting.get(textAt(message, 'envelope_id'))?.done({ ok: true, ms: 0, response: payload });
}

interface Asked {
  readonly socket: WebSocket;
  readonly waiting: Map<string, Waiting>;
  readonly ackMs: number;
}

const answer = (id: string, { socket, waiting, ackMs }: Asked): Promise<Sent> =>
  new Promise((resolve) => {
    const started = performance.now();
    const done = (sent: Sent) => {
      clearTimeout(late);
      waiting.delete(id);
      resolve(sent.ok ? { ...sent, ms: performance.now() - started } : sent);
    };
    const late = setTimeout(() => done({ ok: false, why: 'timeout' }), ackMs);
    waiting.set(id, { socket, done });
  });
