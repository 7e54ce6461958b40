/** Loopback servers that send files, whole or in ranges, and go wrong when told to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with one answer; `undefined` in a list: nothing. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'cut'; readonly after: number }
  | { readonly kind: 'stall'; readonly after: number }
  | { readonly kind: 'silent' }
  | { readonly kind: 'wrong-bytes' }
  | { readonly kind: 'extra-bytes' }
  | { readonly kind: 'ignore-range' }
  | { readonly kind: 'redirect'; readonly to: string };

/** A body with Range, or with what is to go wrong with it. */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  fault: Fault | undefined,
): void {
  if (fault?.kind === 'silent') return;
  if (fault?.kind === 'status') {
    response.writeHead(fault.status, fault.headers).end();
    return;
  }
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const from = fault?.kind === 'ignore-range' ? 0 : Number(asked?.[1] ?? 0);
  const partial = asked !== null && fault?.kind !== 'ignore-range';
  if (from > 0 && from >= body.length) {
    response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
    return;
  }
  const rest = spoilt(body.subarray(from), fault);
  const range = partial ? { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` } : {};
  response.writeHead(partial ? 206 : 200, {
    'accept-ranges': 'bytes',
    'content-length': String(rest.length),
    ...range,
    ...headers,
  });
  if (fault?.kind !== 'cut' && fault?.kind !== 'stall') {
    response.end(rest);
    return;
  }
  response.write(rest.subarray(0, fault.after), () => {
    if (fault.kind === 'cut') response.socket?.destroy();
  });
}

function spoilt(bytes: Uint8Array, fault: Fault | undefined): Uint8Array {
  if (fault?.kind === 'extra-bytes') return Buffer.concat([bytes, Buffer.from('extra')]);
  if (fault?.kind !== 'wrong-bytes') return bytes;
  const wrong = Buffer.from(bytes);
  wrong[0] = (wrong[0] ?? 0) ^ 0xff;
  return wrong;
}

export async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server> {
  const server = createServer(handle);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}

export function address(server: Server): string {
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

export async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
