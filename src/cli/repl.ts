import { createInterface } from 'node:readline/promises';
import { turn } from '../dispatch/flow.ts';
import type { House } from '../dispatch/house.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { wordsOf } from './fail.ts';
import { saveAnswer } from './files.ts';
import { spoken } from './run.ts';

const GREETING =
  'A thread in the terminal. Type .p/help, a command with a prompt, or toggle. Ctrl-D leaves.\n';

/**
 * `dotp repl`: a conversation with the session rules of a thread. Pictures are saved and their path
 * is printed; an error ends the turn, not the conversation.
 */
export async function repl({
  house,
  out,
  options,
}: {
  house: House;
  out: string;
  options: CallOptions;
}): Promise<void> {
  const input = createInterface({
    input: process.stdin,
    output: process.stderr,
    prompt: '.p› ',
    terminal: process.stdin.isTTY,
  });
  process.stderr.write(GREETING);
  let n = 0;
  input.prompt();
  for await (const line of input) {
    if (line.trim() !== '') n = await answerLine(line, n, { house, out, options });
    input.prompt();
  }
}

async function answerLine(
  line: string,
  answered: number,
  { house, out, options }: { house: House; out: string; options: CallOptions },
): Promise<number> {
  let n = answered;
  try {
    for await (const answer of turn({ text: line }, house, options)) {
      n += 1;
      process.stdout.write(spoken(await saveAnswer(answer, out, n), answer));
    }
  } catch (error) {
    if (options.signal?.aborted) throw error;
    process.stderr.write(`${wordsOf(error)}\n`);
  }
  return n;
}
