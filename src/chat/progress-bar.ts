/**
 * Progress on a terminal: one line that is written over, or, where the output is a file or a build's
 * log, a line now and then.
 *
 * It keeps no timer, so that a step that fails leaves nothing behind that holds the process.
 */
import type { OnProgress, Progress } from '../kernel/progress.ts';
import { amounts, type Speed, speedometer } from './progress-line.ts';

export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Takes progress events; `end` closes a line that is still open, before anything else is printed. */
export type ProgressBar = OnProgress & { readonly end: () => void };

const REDRAW_MS = 100;
const LOG_MS = 5_000;

/**
 * @param output  stderr: stdout carries the answer
 * @param now     milliseconds; a test has its own clock
 */
export function progressBar(output: ProgressOutput, now: () => number = Date.now): ProgressBar {
  let step: string | undefined;
  let speed: Speed = speedometer();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let open = false;
  let finished = false;

  const end = () => {
    if (open) output.write('\n');
    open = false;
    step = undefined;
  };
  const onProgress = (progress: Progress) => {
    const time = now();
    const isNew = progress.step !== step;
    if (isNew) {
      end();
      step = progress.step;
      speed = speedometer();
    }
    const perSecond = speed.at(progress.done, time);
    // A step may report its end more than once; in a log that would be so many lines.
    const wasFinished = finished && !isNew;
    finished = progress.done === progress.total;
    const justFinished = finished && !wasFinished;
    if (!isNew && !justFinished && time - drawnAt < (output.isTTY ? REDRAW_MS : LOG_MS)) return;
    drawnAt = time;
    const line = `${progress.step}  ${amounts(progress, perSecond)}`;
    output.write(output.isTTY ? `\r${fitted(line, output.columns ?? 80)}\x1b[K` : `${line}\n`);
    open = output.isTTY === true;
  };
  return Object.assign(onProgress, { end });
}

/** A line longer than the terminal would wrap, and then could not be written over. The numbers at its end stay. */
function fitted(line: string, columns: number): string {
  const letters = [...line];
  if (letters.length < columns) return line;
  return `…${letters.slice(letters.length - columns + 2).join('')}`;
}
