import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const DOTP = fileURLToPath(new URL('../../bin/dotp.mjs', import.meta.url));

/** `dotp serve` as people run it, in a process of its own that can be killed and started again. */
export interface BotProcess {
  /** @returns when it is ready */
  start(): Promise<void>;
  /** SIGKILL. @returns when it is gone */
  kill(): Promise<void>;
  /** SIGTERM. @returns its exit code */
  stop(): Promise<number | null>;
  isAlive(): boolean;
  /** Turns that run or wait, as it says itself; undefined while it does not answer. */
  busy(): Promise<number | undefined>;
  /** A number of its /metrics. */
  metric(name: string): Promise<number>;
  /** Its log, all starts together. */
  readonly lines: string[];
}

export async function botProcess(env: Readonly<Record<string, string>>): Promise<BotProcess> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const lines: string[] = [];
  let child: ChildProcess | undefined;
  const gone = (process: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => {
      if (process.exitCode !== null || process.signalCode !== null) resolve(process.exitCode);
      else process.once('exit', (code) => resolve(code));
    });
  const text = async (path: string): Promise<string | undefined> => {
    const answer = await fetch(`${address}${path}`).catch(() => undefined);
    return answer?.ok === true ? answer.text() : undefined;
  };
  const metric = async (name: string): Promise<number> => {
    const found = (await text('/metrics'))?.split('\n').find((line) => line.startsWith(`${name} `));
    return Number(found?.split(' ')[1]);
  };
  process.once('exit', () => child?.kill('SIGKILL')); // a test that failed leaves nobody behind
  return {
    lines,
    metric,
    isAlive: () => child !== undefined && child.exitCode === null && child.signalCode === null,
    async start() {
      const fresh = spawn(process.execPath, [DOTP, 'serve'], {
        env: { ...process.env, ...env, PORT: String(port) },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      fresh.stderr.setEncoding('utf8').on('data', (words: string) => lines.push(words));
      child = fresh;
      while ((await text('/readyz')) === undefined) {
        if (child !== fresh || fresh.signalCode !== null) return; // killed on its way
        if (fresh.exitCode !== null) throw new Error(`dotp serve ended:\n${lines.slice(-20).join('')}`);
        await pause(20);
      }
    },
    async kill() {
      child?.kill('SIGKILL');
      if (child !== undefined) await gone(child);
    },
    async stop() {
      child?.kill('SIGTERM');
      return child === undefined ? null : gone(child);
    },
    async busy() {
      const turns = await metric('dotp_turns_in_flight');
      return Number.isNaN(turns) ? undefined : turns;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
