import { createInterface, type Interface } from 'node:readline/promises';
import { type AnswerOptions, answerMessage, counter } from './answer-message.ts';
import { wordsOf } from './fail.ts';
import type { OpenHouse } from './house.ts';
import { progressOnStderr } from './patient-progress.ts';

const GREETING =
  'A thread in the terminal. Type .p/help, a command with a prompt, toggle, or plain words to the model; exit or Ctrl-D leaves.\n';
const LEAVE = /^\s*(exit|quit)\s*$/i;

/**
 * A conversation over stdin, line by line. An error ends the turn, not the conversation; text
 * without a command is answered by the model. Ctrl-C on a terminal ends the turn that is running,
 * or the conversation when none is.
 */
export async function converse(
  open: OpenHouse,
  { out, json }: { out: string; json: boolean },
  signal: AbortSignal,
): Promise<void> {
  const terminal = process.stdin.isTTY === true;
  const input = createInterface({ input: process.stdin, output: process.stderr, prompt: '.p› ', terminal });
  const during = turnsUnderCtrlC(input, signal);
  signal.addEventListener('abort', () => input.close(), { once: true });
  const common = { out, json, onProgress: progressOnStderr(), nextNumber: counter() };
  if (terminal) {
    process.stderr.write(GREETING);
    input.prompt();
  }
  for await (const line of input) {
    if (signal.aborted || LEAVE.test(line)) break;
    if (line.trim() !== '') await during((turn) => takeTurn(line, open, { ...common, signal: turn }));
    if (terminal && !signal.aborted) input.prompt();
  }
  input.close();
  if (terminal) process.stderr.write('\n'); // Ctrl-D leaves the cursor behind the prompt
  signal.throwIfAborted();
}

async function takeTurn(line: string, { house }: OpenHouse, options: AnswerOptions): Promise<void> {
  try {
    await answerMessage(line, { ...house, talks: true }, options);
  } catch (error) {
    process.stderr.write(`${options.signal.aborted ? 'Stopped.' : wordsOf(error)}\n`);
  }
}

type Turn = (signal: AbortSignal) => Promise<void>;

/** A terminal in raw mode gives Ctrl-C to readline and not to the process: it ends the turn, if there is one. */
function turnsUnderCtrlC(input: Interface, signal: AbortSignal): (turn: Turn) => Promise<void> {
  let running: AbortController | undefined;
  input.on('SIGINT', () => {
    if (running === undefined) process.kill(process.pid, 'SIGINT');
    else running.abort();
  });
  return async (turn) => {
    running = new AbortController();
    await turn(AbortSignal.any([signal, running.signal]));
    running = undefined;
  };
}
