/** Runs a program that is on the PATH, watched: it ends, it is cancelled, or it has gone quiet. */
import { spawn } from 'node:child_process';
import type { Env } from './home.ts';
import { hasCode } from './lock.ts';

export interface ToolRun {
  readonly env: Env;
  /** How far the work has come, in any unit that grows. Asked for a few times a second. */
  readonly measure: () => Promise<number>;
  /** Longest time, in ms, without growth and without a word of output. */
  readonly idleMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface ToolResult {
  readonly outcome: 'done' | 'failed' | 'absent' | 'quiet';
  /** The end of what it said. */
  readonly words: string;
}

const LOOK_EVERY_MS = 200;
const MOST_WORDS = 4_000;

/** @throws the signal's reason, after the program was ended */
export async function runTool(command: string, args: readonly string[], run: ToolRun): Promise<ToolResult> {
  run.signal?.throwIfAborted();
  const child = spawn(command, args, {
    env: { ...run.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let words = '';
  let quietSince = Date.now();
  let wentQuiet = false;
  const hear = (text: Buffer) => {
    words = (words + text).slice(-MOST_WORDS);
    quietSince = Date.now();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const end = () => void child.kill();
  run.signal?.addEventListener('abort', end, { once: true });
  let reached = 0;
  const watch = setInterval(async () => {
    const now = await run.measure().catch(() => reached);
    if (now !== reached) quietSince = Date.now();
    reached = now;
    if (Date.now() - quietSince > run.idleMs) {
      wentQuiet = true;
      child.kill('SIGKILL');
    }
  }, LOOK_EVERY_MS);
  try {
    const code = await new Promise<number | null | 'absent'>((settle, fail) => {
      child.once('error', (error) => (isAbsent(error) ? settle('absent') : fail(error)));
      child.once('close', settle);
    });
    run.signal?.throwIfAborted();
    const outcome = code === 'absent' ? code : wentQuiet ? 'quiet' : code === 0 ? 'done' : 'failed';
    return { outcome, words: words.trim() };
  } finally {
    clearInterval(watch);
    run.signal?.removeEventListener('abort', end);
  }
}

function isAbsent(error: Error): boolean {
  return hasCode(error, 'ENOENT') || hasCode(error, 'EACCES');
}
