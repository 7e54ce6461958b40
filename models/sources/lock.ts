/**
 * One process at a time works on a file of the cache.
 *
 * A lock is a file that names its holder. It is dead when the holder is a process of this machine
 * that is gone (killed mid-download: the next run goes on at once), or when it was not refreshed
 * for a minute (another machine on a shared folder, or a process number used again).
 */
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

const REFRESH_MS = 10_000;
const DEAD_AFTER_MS = 60_000;
const POLL_MS = 100;
/** A lock that names nobody is being written, or was when its writer died. */
const UNREADABLE_MS = 2_000;

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/**
 * Waits for the lock, runs `work`, and lets go whatever happens.
 *
 * @param file    path of the lock file; its folder exists
 * @param onWait  called once when another process holds it
 * @throws the signal's reason while waiting
 */
export async function withLock<Result>(
  file: string,
  work: () => Promise<Result>,
  { signal, onWait }: { signal?: AbortSignal | undefined; onWait?: (pid: number) => void } = {},
): Promise<Result> {
  await acquire(file, signal, onWait);
  const refresh = setInterval(() => void touch(file), REFRESH_MS);
  try {
    return await work();
  } finally {
    clearInterval(refresh);
    await rm(file, { force: true });
  }
}

async function acquire(file: string, signal?: AbortSignal, onWait?: (pid: number) => void): Promise<void> {
  for (let waits = 0; !(await create(file)); waits++) {
    signal?.throwIfAborted();
    const holder = await readHolder(file);
    if (holder === undefined || (await isDead(file, holder))) {
      await removeDead(file);
      continue;
    }
    if (waits === 0) onWait?.(holder.pid);
    await pause(POLL_MS, undefined, { ...(signal && { signal }) });
  }
}

async function create(file: string): Promise<boolean> {
  const holder: Holder = { pid: process.pid, host: hostname() };
  try {
    await writeFile(file, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/**
 * Two waiters may find the same dead lock; the second must not remove the lock the first has just
 * taken. So removal itself is behind a short lock, and looks once more.
 */
async function removeDead(file: string): Promise<void> {
  const gate = `${file}.removing`;
  if (await create(gate)) {
    const holder = await readHolder(file);
    const dead = holder === undefined ? olderThan(file, UNREADABLE_MS) : isDead(file, holder);
    if (await dead) await rm(file, { force: true });
    await rm(gate, { force: true });
  } else if (await olderThan(gate, UNREADABLE_MS)) {
    await rm(gate, { force: true });
  }
  await pause(POLL_MS / 10);
}

async function isDead(file: string, holder: Holder): Promise<boolean> {
  if (holder.host === hostname() && !isAlive(holder.pid)) return true;
  return olderThan(file, DEAD_AFTER_MS);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

async function olderThan(file: string, ms: number): Promise<boolean> {
  const facts = await stat(file).catch(() => undefined);
  return facts !== undefined && Date.now() - facts.mtimeMs > ms;
}

/** Undefined when the file is gone, or not written to its end yet. */
async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const { pid, host }: Partial<Holder> = JSON.parse(await readFile(file, 'utf8'));
    return typeof pid === 'number' && pid > 0 && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
