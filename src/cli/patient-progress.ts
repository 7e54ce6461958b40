import { type ProgressBar, progressBar } from '../chat/progress-bar.ts';
import type { Progress } from '../kernel/progress.ts';
import { logLevel } from './log-level.ts';

/** What is over sooner needs no line in a log. */
const PATIENCE_MS = 1_000;

/** Progress on stderr: at once on a terminal, in a log only of work that takes over a second. */
export function progressOnStderr(): ProgressBar {
  if (logLevel(process.env) === 'quiet') return Object.assign(() => {}, { end: () => {} });
  const bar = progressBar(process.stderr);
  return process.stderr.isTTY ? bar : patientProgress(bar);
}

/**
 * Holds the events of a step back until it has taken `waitMs`; a step that ended before is never
 * mentioned. The timer keeps no process alive.
 */
export function patientProgress(bar: ProgressBar, waitMs: number = PATIENCE_MS): ProgressBar {
  let latest: Progress | undefined;
  let timer: NodeJS.Timeout | undefined;
  let patient = true;
  const speak = () => {
    patient = false;
    if (latest !== undefined && latest.done !== latest.total) bar(latest);
  };
  const forget = () => {
    clearTimeout(timer);
    timer = undefined;
    patient = true;
  };
  const onProgress = (progress: Progress) => {
    if (progress.step !== latest?.step) forget();
    latest = progress;
    timer ??= setTimeout(speak, waitMs).unref();
    if (!patient) bar(progress);
  };
  const end = () => {
    forget();
    latest = undefined;
    bar.end();
  };
  return Object.assign(onProgress, { end });
}
