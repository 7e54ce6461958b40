import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RedisServer {
  readonly port: number;
  /** Of an empty database, another one each time. */
  fresh(): string;
  /** Ends the process; its files stay for the next start. */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Stops and continues it: a server that is there and says nothing. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  start(): Promise<void>;
  /** Ends the process and takes its folder away. */
  close(): Promise<void>;
}

/** A real Redis on a free loopback port that confirms a write when the disk has it. */
export async function redisServer({ password = '' } = {}): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'dotp-redis-'));
  const port = await freePort();
  const options = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
    databases: 2000,
  };
  const all = Object.entries(password === '' ? options : { ...options, requirepass: password });
  let server: ChildProcess | undefined;
  let databases = -1;
  const kill = async (signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
  };
  const start = async (): Promise<void> => {
    const made = spawn(
      'redis-server',
      all.flatMap(([name, value]) => [`--${name}`, String(value)]),
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    server = made;
    await new Promise<void>((ready, failed) => {
      made.once('error', failed).once('exit', (code) => failed(new Error(`redis-server ended with ${code}`)));
      made.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes('Ready to accept connections')) ready();
      });
    });
  };
  await start();
  return {
    port,
    fresh: () => `redis://${password === '' ? '' : `:${password}@`}127.0.0.1:${port}/${++databases}`,
    kill,
    signal: (signal) => server?.kill(signal),
    start,
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
