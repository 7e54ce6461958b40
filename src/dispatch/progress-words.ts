import type { Progress } from '../kernel/progress.ts';
import type { Place } from './fair-queue.ts';

/** `Scoring every head and MLP (2 of 6), 4 s …`. */
export function progressWords({ step, done, total, unit, seconds }: Progress): string {
  const since = seconds === undefined ? '' : `, ${seconds} s`;
  if (total === undefined || total <= 1) return `${step}${since} …`;
  if (unit === 'bytes') return `${step}: ${Math.floor((100 * done) / total)} %${since}`;
  return `${step} (${done} of ${total}${unit === 'steps' ? '' : ` ${unit}`})${since} …`;
}

/** Where a turn stands in the queue, for who waits. */
export function waitingWords({ ahead, wait }: Place): string {
  if (ahead === 0) return 'Starting …';
  const before = ahead === 1 ? 'One turn is before this one' : `${ahead} turns are before this one`;
  const seconds = Math.round(wait / 1000);
  return seconds < 1 ? `${before} …` : `${before}, about ${seconds} s …`;
}
