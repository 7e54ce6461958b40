import { DotpError } from '../kernel/errors.ts';

export type EngineCode =
  | 'cancelled'
  | 'deadline'
  | 'queue-full'
  | 'worker-lost'
  | 'out-of-memory'
  | 'closed'
  | 'too-large'
  | 'prompt-empty'
  | 'request-invalid'
  | 'logits-not-finite'
  | 'run-failed';

/** Running a model: the turn was not taken, was given up, or was lost on the way. */
export class EngineError extends DotpError<EngineCode> {}

export const cancelled = (): EngineError =>
  new EngineError({
    code: 'cancelled',
    what: 'The run was cancelled before it had finished.',
    fix: 'Ask again if you still want the answer.',
  });

export const pastDeadline = (milliseconds: number): EngineError =>
  new EngineError({
    code: 'deadline',
    what: `No answer within ${Math.round(milliseconds / 100) / 10} s, the time one call may take.`,
    fix: 'Try a shorter prompt or fewer samples, or try again when fewer runs are waiting.',
  });

export const queueFull = (waiting: number): EngineError =>
  new EngineError({
    code: 'queue-full',
    what: `${waiting} ${waiting === 1 ? 'run is' : 'runs are'} waiting already; no more are taken in.`,
    fix: 'Try again in a moment.',
  });

export const closed = (): EngineError =>
  new EngineError({
    code: 'closed',
    what: 'The model has been closed.',
    fix: 'Start dotp again, or open the model again.',
  });

/** Words of a library, for the terminal and the log: a chat is not told where, for nobody knows what stands in them. */
const said = (cause: unknown): { where?: string } =>
  cause === undefined ? {} : { where: cause instanceof Error ? cause.message : String(cause) };

/** The worker thread ended during this turn; `how` says what is known of its end. */
export const workerLost = (how: string, cause?: unknown): EngineError =>
  new EngineError({
    code: 'worker-lost',
    what: `The thread that runs the model ended during this run: ${how}.`,
    ...said(cause),
    fix: 'It is started anew for the next run. If the same prompt ends it again, please report it.',
    cause,
  });

export const outOfMemory = (how: string, cause?: unknown): EngineError =>
  new EngineError({
    code: 'out-of-memory',
    what: `The run was stopped because memory ran out: ${how}.`,
    ...said(cause),
    fix: 'Use a shorter prompt, fewer samples or a smaller model.',
    cause,
  });

/** Someone typed a request that has no meaning. */
export const invalid = (what: string, fix: string): EngineError =>
  new EngineError({ code: 'request-invalid', what, fix }, 2);

/**
 * An error a person can be shown: ours as they are; what a runtime throws becomes `out-of-memory`
 * where its words say so, else `run-failed` with the original as its cause.
 */
export function explained(error: unknown): DotpError {
  if (error instanceof DotpError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/allocat|bad_alloc|out of memory|invalid (typed )?array (buffer )?length/i.test(message))
    return outOfMemory('the runtime found no room', error);
  return new EngineError({
    code: 'run-failed',
    what: 'The run failed inside.',
    ...said(error),
    fix: 'This is a fault of dotp, not of the prompt: please report it with the log.',
    cause: error,
  });
}
