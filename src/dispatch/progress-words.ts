import type { Progress } from '../kernel/progress.ts';
import type { Place } from './fair-queue.ts';

/** `Scoring every head and MLP (2 of 6)`. */
export function progressWords({ step, done, total, unit }: Progress): string {
  if (total === undefined || total <= 1) return `${step} …`;
  if (unit === 'bytes') return `${step}: ${Math.floor((100 * done) / total)} %`;
  return `${step} (${done} of ${total}${unit === 'steps' ? '' : ` ${unit}`}) …`;
}

/** Where a turn stands in the queue, for who waits. */
export function waitingWords({ ahead, wait }: Place): string {
  if (ahead === 0) return 'Starting …';
  const before = ahead === 1 ? 'One turn is before this one' : `${ahead} turns are before this one`;
  const seconds = Math.round(wait / 1000);
  return seconds < 1 ? `${before} …` : `${before}, about ${seconds} s …`;
}
