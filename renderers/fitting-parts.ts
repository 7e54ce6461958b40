import type { Pen, TextStyle } from './pen.ts';

/** As many of the parts as fit side by side, the first always; each whole, joined by `·`. */
export function fittingParts(pen: Pen, parts: readonly string[], room: number, style: TextStyle): string {
  let text = '';
  for (const part of parts) {
    const longer = text === '' ? part : `${text} · ${part}`;
    if (text === '' || pen.width(longer, style) <= room) text = longer;
  }
  return text;
}
