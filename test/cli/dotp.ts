import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const EXECUTABLE = fileURLToPath(new URL('../../bin/dotp.mjs', import.meta.url));

export interface Ended {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Place {
  /** Working folder of the calls, with `.env` if a test puts one there. */
  readonly folder: string;
  readonly home: string;
  remove(): Promise<void>;
}

/** A working folder and a DOTP_HOME of its own, so that no call sees what another test or a person left. */
export async function place(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'dotp-cli-'));
  return {
    folder,
    home: join(folder, 'home'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface Calling {
  /** Written to stdin, which then ends. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Gets the process as soon as it runs: to send a signal, to close a pipe. */
  readonly meet?: (child: ChildProcess) => void;
}

/** No progress on stderr, however busy the machine is. */
export const QUIET = { LOG_LEVEL: 'error' };

/** The real executable in a process of its own, without the settings of who runs the tests. */
export function dotp(
  { folder, home }: Place,
  args: readonly string[],
  { input = '', env = {}, meet = () => {} }: Calling = {},
): Promise<Ended> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(DOTP_|LOG_LEVEL|HF_)/.test(name));
  const child = spawn(process.execPath, [EXECUTABLE, ...args], {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), DOTP_HOME: home, ...env },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  child.stdin.on('error', () => {}); // one that ended early does not read
  child.stdin.end(input);
  meet(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? signal, ...said }));
  });
}
