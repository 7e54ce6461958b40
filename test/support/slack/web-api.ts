import type { IncomingMessage, ServerResponse } from 'node:http';
import { CHAT } from './chat-methods.ts';
import { isToken } from './emulated.ts';
import { type Fault, type Faults, waitsFor } from './faults.ts';
import type { FileMethods } from './file-methods.ts';
import { isObject, type Json, parsed, textAt } from './json.ts';
import { type Front, type Method, refusal } from './method.ts';
import { READ } from './read-methods.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Sockets } from './sockets.ts';
import type { Views } from './view-methods.ts';
import { TOKENS } from './workspace.ts';

export interface Api {
  readonly front: Front;
  readonly files: FileMethods;
  readonly views: Views;
  readonly urls: ResponseUrls;
  readonly sockets: Sockets;
  readonly faults: Faults;
}

interface Reply {
  readonly status: number;
  readonly body: Json | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Scopes that tests take away. The emulator knows those of the other methods. */
const SCOPES: Readonly<Record<string, string>> = {
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
  'files.info': 'files:read',
  'users.conversations': 'channels:read',
};

/** Every HTTP request that the bot makes to Slack: methods, uploads, response addresses. */
export async function serve(request: IncomingMessage, response: ServerResponse, api: Api): Promise<void> {
  const { pathname } = new URL(request.url ?? '', 'http://fake');
  const body = await bytesOf(request);
  const name = nameOf(pathname);
  const fault = api.faults.take(name) ?? {};
  await waitsFor(fault);
  const reply = faulty(fault) ?? (await answer({ name, pathname, body, request }, api));
  if (fault.lost === true) return void request.socket.destroy();
  const isText = typeof reply.body === 'string';
  response.writeHead(reply.status, {
    'content-type': isText ? 'text/plain' : 'application/json',
    ...reply.headers,
  });
  response.end(isText ? reply.body : JSON.stringify(reply.body));
}

function nameOf(pathname: string): string {
  if (pathname.startsWith('/api/')) return pathname.slice('/api/'.length);
  return pathname.startsWith('/upload/')
    ? 'upload'
    : pathname.startsWith('/response/')
      ? 'response_url'
      : pathname;
}

/** Rate limits and outages are HTTP; other errors come with 200. */
function faulty({ status, retryAfter = 1, error }: Fault): Reply | undefined {
  if (status === 429)
    return { status, body: refusal('ratelimited'), headers: { 'retry-after': String(retryAfter) } };
  if (status !== undefined) return { status, body: 'upstream connect error' };
  return error === undefined ? undefined : { status: 200, body: refusal(error) };
}

interface Asked {
  readonly name: string;
  readonly pathname: string;
  readonly body: Buffer<ArrayBuffer>;
  readonly request: IncomingMessage;
}

async function answer({ name, pathname, body, request }: Asked, api: Api): Promise<Reply> {
  const type = request.headers['content-type'] ?? '';
  if (name === 'upload') {
    const taken = await api.files.upload(pathname.split('/').at(-1) ?? '', body, type, api.front);
    return { status: taken.status, body: await taken.text() };
  }
  const args = argumentsOf(body.toString('utf8'), type);
  api.front.log.calls.push({ method: name, args, at: Date.now() });
  if (name === 'response_url') return api.urls.take(pathname, args, api.front);
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? textAt(args, 'token');
  const done = await method(name, args, token, api);
  api.front.log.changed();
  return {
    status: 200,
    body: done,
    headers: { 'x-oauth-scopes': [...api.front.workspace.scopes].join(',') },
  };
}

async function method(name: string, args: Json, token: string, api: Api): Promise<Json> {
  const { front, files, views, sockets } = api;
  if (token === '') return refusal('not_authed');
  if (!isToken(token)) return refusal('invalid_auth');
  if ((name === 'apps.connections.open') !== (token === TOKENS.app)) return refusal('not_allowed_token_type');
  if (name === 'apps.connections.open') return { ok: true, url: sockets.ticket(front.origin) };
  const scope = SCOPES[name];
  if (scope !== undefined && !front.workspace.scopes.has(scope))
    return refusal('missing_scope', { needed: scope, provided: [...front.workspace.scopes].join(',') });
  const known: Readonly<Record<string, Method>> = { ...CHAT, ...READ, ...files.methods, ...views.methods };
  return known[name]?.(args, front) ?? front.emulated.call(name, args);
}

/** Forms carry lists and objects as JSON text. */
function argumentsOf(body: string, type: string): Json {
  const read = type.includes('application/json') ? parsed(body) : undefined;
  if (read !== undefined) return isObject(read) ? read : {};
  const fields = [...new URLSearchParams(body)].map(([key, value]) => [key, structured(key, value)]);
  return Object.fromEntries(fields);
}

const STRUCTURED = new Set(['blocks', 'attachments', 'view', 'files', 'metadata']);
const structured = (key: string, value: string): unknown => (STRUCTURED.has(key) ? parsed(value) : value);

async function bytesOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
