/** What a progress event looks like as one line of text, with speed and time left. */
import { bytesInWords } from '../kernel/bytes.ts';
import type { Progress } from '../kernel/progress.ts';

/** Speed counts the last seconds only: a download that was slow at first soon shows its real time left. */
const WINDOW_MS = 5_000;
const BAR = 24;

export interface Speed {
  /** Takes a reading; per second over the last five, undefined while there is too little to tell. */
  at(done: number, now: number): number | undefined;
}

export function speedometer(): Speed {
  let readings: { done: number; now: number }[] = [];
  return {
    at(done, now) {
      readings.push({ done, now });
      const start = readings.findLast((reading) => now - reading.now >= WINDOW_MS) ?? readings[0];
      readings = readings.slice(start === undefined ? 0 : readings.indexOf(start));
      if (start === undefined || now - start.now < 500 || done <= start.done) return undefined;
      return ((done - start.done) * 1000) / (now - start.now);
    },
  };
}

/** `[████        ]  38 %  35 MB of 93 MB  12 MB/s  5 s left`; what is not known is left out. */
export function amounts({ done, total, unit, seconds }: Progress, perSecond: number | undefined): string {
  const words = (value: number) => (unit === 'bytes' ? bytesInWords(value) : String(Math.round(value)));
  const of = total === undefined ? '' : ` of ${words(total)}`;
  const parts = [`${words(done)}${of}${unit === 'bytes' ? '' : ` ${unit}`}`];
  if (total !== undefined && total > 0) parts.unshift(`${bar(done / total)} ${percent(done / total)}`);
  if (perSecond !== undefined) parts.push(`${words(perSecond)}${unit === 'bytes' ? '' : ` ${unit}`}/s`);
  if (perSecond === undefined && seconds !== undefined) parts.push(`for ${timeInWords(seconds)}`);
  if (perSecond !== undefined && total !== undefined && done < total)
    parts.push(`${timeInWords((total - done) / perSecond)} left`);
  return parts.join('  ');
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * BAR);
  return `[${'█'.repeat(full)}${' '.repeat(BAR - full)}]`;
}

/** Never rounds up to a hundred: that stands for done. */
function percent(share: number): string {
  return `${String(Math.min(100, Math.floor(share * 100))).padStart(3)} %`;
}

/** @param seconds  rounded to what a person waits by */
export function timeInWords(seconds: number): string {
  if (seconds < 59.5) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60
    ? `${minutes} min`
    : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
