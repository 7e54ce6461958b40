import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Which process something belongs to, as text `host:pid:start id`. The start id is what the system
 * tells (nothing, where there is no /proc) and a random part that each opening of the memory draws
 * anew, so that no two lives share a mark, not even those of pid 1.
 */
export interface Mark {
  readonly host: string;
  readonly pid: number;
  /** Start of the machine: many machines are called `localhost`. */
  readonly boot: string;
  /** Pids mean the same only within one number space: two containers on one machine have two. */
  readonly space: string;
  /** Tells a process from a later one with its pid. */
  readonly born: string;
  readonly life: string;
}

/** Of what has no owner any more. */
export const NOBODY = '';

export const ownMark = (): Mark => ({
  host: hostname().replaceAll(':', '_'),
  pid: process.pid,
  boot: readOr('', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)),
  space: readOr('', () => /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? ''),
  born: life(process.pid)?.born ?? '',
  life: randomBytes(6).toString('hex'),
});

export const markText = ({ host, pid, boot, space, born, life }: Mark): string =>
  `${host}:${pid}:${boot}.${space}.${born}.${life}`;

/** undefined for what is no mark. */
export function readMark(text: string): Mark | undefined {
  const found = /^([^:]*):(\d+):([^.]*)\.([^.]*)\.([^.]*)\.(.+)$/.exec(text);
  if (found === null) return undefined;
  const [, host = '', pid = '', boot = '', space = '', born = '', life = ''] = found;
  return { host, pid: Number(pid), boot, space, born, life };
}

/**
 * Whether the process of a mark is over, as far as that can be seen from here.
 *
 * The same host and pid with another start id is an earlier life of this process: a container begins
 * at the same pid each time. Replicas on one machine must therefore not be given one host name.
 *
 * @returns undefined when it cannot be seen: another machine, or another container of this one
 */
export function isOver(them: Mark, own: Mark): boolean | undefined {
  if (them.host !== own.host || them.boot !== own.boot) return undefined;
  if (them.pid === own.pid) return them.life !== own.life;
  if (them.space !== own.space) return undefined;
  const now = life(them.pid);
  return now === undefined || (them.born !== '' && now.born !== '' && now.born !== them.born);
}

/** The process that has this pid now; undefined when none has, or only its exit status is left. */
function life(pid: number): { readonly born: string } | undefined {
  if (!isThere(pid)) return undefined;
  const fields = statOf(pid);
  if (fields === undefined) return { born: '' };
  const [state, born = ''] = [fields[0], fields[19]]; // the third and the 22nd of proc(5), clock ticks since boot
  return state === 'Z' || state === 'X' ? undefined : { born };
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** From the state on: the name before it may hold anything. undefined where there is no /proc. */
function statOf(pid: number): string[] | undefined {
  const text = readOr('', () => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return text === '' ? undefined : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function readOr(otherwise: string, read: () => string): string {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
