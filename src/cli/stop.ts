/** Why a call ends before its time: Ctrl-C, a request to end, or nobody reading its answers any more. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Undefined while nothing has asked it to stop. */
  exitCode(): number | undefined;
  /** Settles the exit code: a server that was told to stop, and did so in good order, has not failed. */
  exit(code: number): void;
}

/** What a shell reports of a process that SIGINT or SIGTERM ended. */
const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** One Ctrl-C may arrive twice: from the terminal, and from the npm that started us. Milliseconds. */
const SAME = 300;

/**
 * The first signal asks for an orderly end, a second one ends the process where it stands. A reader
 * that has gone (`| head -1`) has had what it wanted: that is no failure.
 */
export function stopOnSignals(): Stop {
  const control = new AbortController();
  let code: number | undefined;
  let first: number | undefined;
  const stop = (exitCode: number) => {
    code ??= exitCode;
    control.abort();
  };
  const onSignal = (exitCode: number) => {
    const now = performance.now();
    if (first !== undefined && now - first > SAME) process.exit(exitCode);
    first ??= now;
    stop(exitCode);
  };
  for (const [name, exitCode] of SIGNALS) {
    process.removeAllListeners(name); // what bin/dotp.mjs did while this was not loaded
    process.on(name, () => onSignal(exitCode));
  }
  process.stdout.on('error', (error) => {
    const gone = 'code' in error && error.code === 'EPIPE';
    if (!gone) process.stderr.write(`The answer cannot be written to stdout: ${error.message}\n`);
    stop(gone ? 0 : 1);
    process.exitCode = code; // the last words may have been written after the call was done
  });
  process.stderr.on('error', () => {}); // there is nowhere left to say so
  return {
    signal: control.signal,
    exitCode: () => code,
    exit(settled) {
      code = settled;
    },
  };
}
