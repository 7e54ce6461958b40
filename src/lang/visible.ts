/** Marks that reorder or hide what is around them. */
const INVISIBLE = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

/**
 * Text that is safe to show: a message must not move the cursor of a terminal or turn its writing direction.
 * Control characters become their pictures (U+2400 and after), a tab one space, direction marks U+FFFD.
 */
export function visible(text: string): string {
  return Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (char === '\t') return ' ';
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return INVISIBLE.test(char) || (code >= 0x7f && code < 0xa0) ? '\ufffd' : char;
  }).join('');
}

/** Something a person typed, as an error names it: safe to show, and not the whole of a long text. */
export const named = (typed: string): string =>
  visible(typed.length > 40 ? `${typed.slice(0, 39)}…` : typed).replaceAll('\n', ' ');
