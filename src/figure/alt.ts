import { cut } from '../kernel/token-label.ts';

/** Discord's limit for an attachment's description. */
const LONGEST = 1024;

/** Sentences in order of weight, as many as fit whole; the first one is cut if it must be. */
export function alt(sentences: readonly string[]): string {
  let text = '';
  for (const sentence of sentences.filter((s) => s !== '')) {
    const longer = text === '' ? sentence : `${text} ${sentence}`;
    if (longer.length > LONGEST) break;
    text = longer;
  }
  return text === '' ? cut(sentences[0] ?? '', 120) : text;
}
