/** A stretch of a text, characters from `start` to before `end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
/** What may stand behind the mark that ends a sentence: quotes and brackets. */
const ENDED = /[.!?…。！？؟।][\p{Pe}\p{Pf}"'’”]*\s*$/u;

/** Sentences of a text, without the space around them; a line's end ends one too. */
export function sentencesOf(text: string): Stretch[] {
  return linesOf(text).flatMap(({ start, end }) =>
    Array.from(segmenter.segment(text.slice(start, end)), ({ segment, index }) =>
      trimmed(text, start + index, start + index + segment.length),
    ).filter((each) => each.end > each.start),
  );
}

/** Lines that hold something, without the space around them. */
export function linesOf(text: string): Stretch[] {
  const lines: Stretch[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    lines.push(trimmed(text, start, start + line.length));
    start += line.length + 1;
  }
  return lines.filter((line) => line.end > line.start);
}

/** Whether something is still to come: no mark ends the text. */
export const isUnfinished = (text: string): boolean => !ENDED.test(text);

function trimmed(text: string, start: number, end: number): Stretch {
  const part = text.slice(start, end);
  const from = start + (part.length - part.trimStart().length);
  return { start: from, end: Math.max(from, start + part.trimEnd().length) };
}
