import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** Nice value of threads that compute: about a tenth of a core against one that listens, all of it when none does. */
const NICE = 10;

/**
 * The calling thread, and those it starts from now on, compute only what other threads leave: a model or a
 * picture must not keep the one that hears the platforms. Linux alone has priorities of threads; elsewhere
 * nothing is changed.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    const [, thread] = /\/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self')) ?? [];
    if (thread !== undefined) setPriority(Number(thread), Math.max(NICE, getPriority(Number(thread))));
  } catch {
    // No /proc or no right to: then it computes like everybody.
  }
}
