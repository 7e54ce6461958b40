import type { ProgressBar } from '../chat/progress-bar.ts';
import { turn } from '../dispatch/flow.ts';
import type { House } from '../dispatch/house.ts';
import { saveAnswer } from './files.ts';
import { streamedTo } from './streamed.ts';

export interface AnswerOptions {
  /** Folder of the pictures. */
  readonly out: string;
  /** One JSON object a line instead of text. */
  readonly json: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressBar;
  /** Number of the next answer, for the names of its files. */
  readonly nextNumber: () => number;
}

/**
 * Answers every command of a message on stdout, its pictures as files; what the model says to plain
 * words comes as it is written. What was answered before a failure stays.
 *
 * @throws what `turn` throws; {@link CliError} `out-unwritable`; the signal's reason
 */
export async function answerMessage(
  text: string,
  house: House,
  { out, json, signal, onProgress, nextNumber }: AnswerOptions,
): Promise<void> {
  const { onText, rest } = streamedTo((words) => {
    onProgress.end(); // the bar of a model that is being loaded makes room
    process.stdout.write(words);
  });
  let gap = '';
  try {
    for await (const answer of turn({ text }, house, { signal, onProgress, ...(json ? {} : { onText }) })) {
      onProgress.end();
      signal.throwIfAborted();
      const { reply, files } = await saveAnswer(answer, out, nextNumber());
      const said = json ? `${JSON.stringify(reply)}\n` : `${gap}${rest(reply)}`;
      process.stdout.write(said);
      const where = files.map((file) => `file ${file}\n`).join('');
      (json ? process.stderr : process.stdout).write(where);
      gap = '\n';
    }
  } finally {
    onProgress.end();
  }
}

/** 1, 2, 3, … */
export function counter(): () => number {
  let n = 0;
  return () => ++n;
}
