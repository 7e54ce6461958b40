import { memoryUsage } from 'node:process';
import { gigabytes } from './memory.ts';

/** Often enough to act before the machine does, seldom enough to cost nothing. */
const EVERY_MS = 100;

/**
 * Watches what the process holds in memory while a run is on, all threads and native memory included,
 * which a heap limit does not see.
 *
 * @param onExceeded  told once, with a sentence's end for a person
 * @returns a function that ends the watch
 */
export function watchMemory(maxBytes: number, onExceeded: (how: string) => void): () => void {
  const timer = setInterval(() => {
    const held = memoryUsage.rss();
    if (held <= maxBytes) return;
    clearInterval(timer);
    onExceeded(`dotp held ${gigabytes(held)}, and ${gigabytes(maxBytes)} are allowed`);
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
