import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { CliError } from '../errors.ts';

export interface Listening {
  /** `http://127.0.0.1:4173` */
  readonly address: string;
  /** Takes no further connection and ends those that are open. */
  close(): Promise<void>;
}

/** @throws {CliError} `port-taken`, `not-listening` */
export async function listenAt(
  { port, host }: { readonly port: number; readonly host: string },
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<Listening> {
  const server = createServer(getRequestListener(fetch));
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(refused(cause, port, host)));
    server.listen(port, host, resolve);
  });
  return { address: addressOf(server, host), close: () => closed(server) };
}

/** Where to point a browser: everywhere is also here. */
function addressOf(server: Server, host: string): string {
  const told: AddressInfo | string | null = server.address();
  const port = typeof told === 'object' && told !== null ? told.port : 0;
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections(); // pages keep one open for as long as they are looked at
  });
}

function refused(cause: Error, port: number, host: string): CliError {
  const taken = 'code' in cause && cause.code === 'EADDRINUSE';
  return new CliError({
    code: taken ? 'port-taken' : 'not-listening',
    what: taken
      ? `Something else listens at port ${port} already.`
      : `dotp cannot listen there: ${cause.message}.`,
    where: `${host}:${port}`,
    fix: taken
      ? 'End it (it may be another dotp serve), or set PORT to another number.'
      : 'Set HOST to an address of this machine and PORT to a number above 1023.',
    cause,
  });
}
