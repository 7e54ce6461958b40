/** The REST API over HTTP: reads a request, lets it go wrong where that was asked for, judges both ways, answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Core } from './core.ts';
import { bodyOf } from './request-body.ts';
import { type Answer, answerTo, type Desk, type Seen } from './rest-answer.ts';
import { matched } from './route.ts';
import { ROUTES } from './routes.ts';

const VERSION = '/api/v10';
/** Of an interaction: long, and a secret. */
const TOKEN = /[\w-]{80,}/;

export const serve = (desk: () => Desk): Server =>
  createServer((request, response) => {
    handle(request, response, desk()).catch((error: unknown) => {
      if (request.errored !== null) return; // whoever asked died while it did
      desk().core.world.violations.push(
        `${request.method} ${request.url}: the fake failed: ${String(error)}`,
      );
      response.destroy();
    });
  });

async function handle(request: IncomingMessage, response: ServerResponse, desk: Desk): Promise<void> {
  const url = new URL(request.url ?? '', desk.core.origin);
  if (url.pathname.startsWith('/cdn/')) return sendFile(response, url.pathname, desk.core);
  const path = url.pathname.replace(VERSION, '');
  const name = `${request.method} ${decodeURIComponent(path).replace(TOKEN, ':token')}`;
  const read = await bodyOf(request);
  const authorized = request.headers.authorization === `Bot ${desk.core.world.token}`;
  const seen: Seen = { request: name, body: read.body, authorized, at: desk.core.now(), status: undefined };
  desk.seen.push(seen);
  desk.changed();
  const fault = desk.faults.take(name);
  if (fault?.kind === 'held') await fault.until;
  const found = matched(ROUTES, request.method ?? '', path);
  const answer = answerTo(desk, seen, { read, url, found, fault });
  if (fault?.kind === 'cut') response.destroy();
  else {
    seen.status = answer.status;
    write(response, answer);
  }
  desk.changed();
}

function write(response: ServerResponse, { status, body, headers }: Answer): void {
  const type = body === undefined ? 'text/html' : 'application/json';
  response.writeHead(status, { ...headers, 'content-type': type });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function sendFile(response: ServerResponse, path: string, { world }: Core): void {
  const [, , id] = path.split('/');
  const file = [...world.messages.values()].flatMap(({ files }) => files).find((one) => one.id === id);
  response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/plain' });
  response.end(file?.bytes);
}
