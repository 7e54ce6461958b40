import { graphemes } from '../src/kernel/token-label.ts';
import { drawable } from './glyphs.ts';
import type { Pen, TextStyle } from './pen.ts';

/** Room for ink above the baseline and below it, logical pixels. */
export interface LineRoom {
  readonly up: number;
  readonly down: number;
}

/**
 * A text that keeps to its line: characters that tower over it or hang below it (musical signs,
 * stacked marks) are written by their numbers, `⟨1D161⟩`.
 */
export function inLine(pen: Pen, text: string, style: TextStyle, room: LineRoom): string {
  pen.width(text, style); // sets the font that is measured in
  const keeps = (part: string): boolean => {
    const ink = pen.ctx.measureText(drawable(part.replace(/[\u2068\u2069]/g, '')));
    return ink.actualBoundingBoxAscent <= room.up && ink.actualBoundingBoxDescent <= room.down;
  };
  if (keeps(text)) return text;
  return graphemes(text)
    .map((part) => (keeps(part) ? part : numbered(part)))
    .join('');
}

const numbered = (part: string): string =>
  `⟨${Array.from(part.slice(0, 2), (char) => (char.codePointAt(0) ?? 0).toString(16).toUpperCase())[0] ?? ''}⟩`;
