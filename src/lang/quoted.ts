import { isApostrophe, quoteKind } from './characters.ts';

/**
 * Index of the quote that closes the one at `open`, or -1. A backslash takes the next character with
 * it; straight and curly quotes of the same kind close each other.
 */
export function closingQuote(text: string, open: number): number {
  const kind = quoteKind(text[open] ?? '');
  for (let i = open + 1; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '\\') i++;
    else if (quoteKind(char) === kind && !(kind === 'single' && apostropheAt(text, i, open))) return i;
  }
  return -1;
}

const apostropheAt = (text: string, at: number, open: number): boolean =>
  at > open + 1 && isApostrophe(text[at - 1] ?? '', text[at + 1] ?? '');

const ESCAPE = /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|([\s\S]))/g;
const NAMED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' };

/** `\n \r \t \\ \" \' \uXXXX \u{X…}`; a backslash before anything else is a backslash. */
export function unescaped(raw: string): string {
  return raw.replace(ESCAPE, (whole, point?: string, unit?: string, char = '') => {
    if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
    if (point !== undefined) {
      const code = Number.parseInt(point, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    return NAMED[char] ?? (quoteKind(char) === undefined ? whole : char);
  });
}

/** The text between straight double quotes, such that `unescaped` of it is the text and no chat app changes it. */
export function quote(text: string): string {
  const inner = text.replace(
    /[\\"\u201c-\u201f\u00ab\u00bb\uff02<[\n\r\t]|\p{Cc}|\p{Cf}|\p{Surrogate}/gu,
    escaped,
  );
  return `"${inner}"`;
}

function escaped(char: string): string {
  const name = Object.entries(NAMED).find(([, meaning]) => meaning === char)?.[0];
  if (name !== undefined) return `\\${name}`;
  if (char === '"') return '\\"';
  // `<` and `[` could open an automatic link, and invisible characters would be lost on the way.
  return Array.from({ length: char.length }, (_, i) => unit(char.charCodeAt(i))).join('');
}

const unit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
