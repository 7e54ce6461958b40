import { type Context, createCanvas } from './canvas.ts';

const BOX = 24;
/** Private use, in no font: whatever is drawn for it is the sign for a missing glyph. */
const NEVER = '\u{10fffd}';
const INVISIBLE = /^[\p{Z}\p{C}\p{M}]$/u;

let scratch: Context | undefined;
const present = new Set<string>();

/**
 * Whether the registered fonts have a glyph for a character, judged by its pixels: one that looks
 * like the missing-glyph box, or leaves no ink, is not there.
 *
 * @param char  one code point
 * @param font  CSS font with the whole fallback list
 */
export function covers(char: string, font: string): boolean {
  if (INVISIBLE.test(char) || present.has(char)) return true;
  const ink = pixels(char, font);
  const covered = ink.some((value) => value > 0) && !ink.equals(pixels(NEVER, font));
  if (covered) present.add(char);
  return covered;
}

function pixels(char: string, font: string): Buffer {
  scratch ??= createCanvas(BOX, BOX).getContext('2d');
  scratch.clearRect(0, 0, BOX, BOX);
  scratch.font = font;
  scratch.fillText(char, 2, BOX - 6);
  return Buffer.from(scratch.getImageData(0, 0, BOX, BOX).data.buffer);
}
