import { setTimeout as pause } from 'node:timers/promises';
import type { OpenDesk } from '../../dispatch/desk.ts';
import type { Log } from '../../kernel/log.ts';

/** Milliseconds between looks: a process that shares the store may end at any time. */
const LOOK_MS = 15_000;

/** Takes up what processes left that are gone, again and again until the signal; a store that is away is asked later. */
export async function keepTakingUp(
  desk: Pick<OpenDesk, 'resume'>,
  log: Log,
  signal: AbortSignal,
  ms: number = LOOK_MS,
): Promise<void> {
  while (await waited(ms, signal)) {
    try {
      told(await desk.resume(), log);
    } catch (error) {
      log.warn('What other processes left cannot be looked for now.', { error });
    }
  }
}

export function told(turns: number, log: Log): void {
  if (turns > 0) log.info('Unfinished turns of a process that is gone are taken up.', { turns });
}

/** False when the signal came first. */
const waited = (ms: number, signal: AbortSignal): Promise<boolean> =>
  pause(ms, undefined, { signal, ref: false }).then(
    () => true,
    () => false,
  );
