import { graphemes, printable } from '../src/kernel/token-label.ts';

/** A stretch of text with one direction: what stands between U+2068 and U+2069, or outside them. */
export function directionRuns(text: string): string[] {
  return text
    .split(/\u2068|\u2069/)
    .map(printable)
    .filter((run) => run !== '');
}

/**
 * The longest beginning of a text that is no wider than `room`, cut between graphemes and ended with
 * `…`; the text itself if it fits, and nothing when not even one grapheme does.
 *
 * @param measure  width of a text in logical pixels, growing with its length
 */
export function fitted(text: string, room: number, measure: (text: string) => number): string {
  if (measure(text) <= room) return text;
  const all = graphemes(text);
  let low = 0;
  let high = all.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(begun(all, middle)) <= room) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : begun(all, low);
}

const begun = (all: readonly string[], length: number): string =>
  `${all.slice(0, length).join('').trimEnd()}…`;
