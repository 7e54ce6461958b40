import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { turn } from '../../dispatch/flow.ts';
import type { House } from '../../dispatch/house.ts';
import type { CallOptions } from '../../kernel/progress.ts';
import { wordsOf } from '../fail.ts';
import { saveAnswer } from '../files.ts';
import { openHouse } from '../house.ts';
import { type CommonOptions, withModelOptions } from '../options.ts';
import { progressBar } from '../../chat/progress-bar.ts';
import { spoken } from '../spoken.ts';

const GREETING =
  'A thread in the terminal. Type .p/help, a command with a prompt, or toggle. Ctrl-D leaves.\n';

/**
 * `dotp repl`: a conversation with the session rules of a thread. Pictures are saved and their path
 * is printed; an error ends the turn, not the conversation.
 */
export function addRepl(dotp: Command, signal: AbortSignal): void {
  withModelOptions(dotp.command('repl'))
    .description('a conversation in the terminal')
    .option('--out <dir>', 'folder for pictures and their findings', 'out')
    .action(async (options: CommonOptions & { out: string }) => {
      const { house, close } = await openHouse(options);
      try {
        await converse(house, options.out, { signal, onProgress: progressBar(process.stderr) });
      } finally {
        await close();
      }
    });
}

async function converse(house: House, out: string, options: CallOptions): Promise<void> {
  const terminal = process.stdin.isTTY === true;
  const input = createInterface({ input: process.stdin, output: process.stderr, prompt: '.p› ', terminal });
  options.signal?.addEventListener('abort', () => input.close());
  process.stderr.write(GREETING);
  let answered = 0;
  input.prompt();
  for await (const line of input) {
    if (line.trim() !== '') answered = await answerLine(line, answered, { house, out, options });
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
