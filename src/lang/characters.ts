/**
 * What keyboards and chat apps turn plain characters into. Syntax treats these as what was meant;
 * the text of a prompt or of a quoted value is never changed.
 */

/** Any Unicode space (no-break and narrow ones too), and the invisible marks that pasted text carries. */
export const isSpace = (char: string): boolean => char !== '' && /[\s\u200b\u200e\u200f\u2060]/.test(char);

/** Hyphens, en and em dashes, the minus sign. */
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;
export const plainDashes = (text: string): string => text.replace(DASHES, '-');
export const isDash = (char: string): boolean => plainDashes(char) === '-';

const DOUBLE = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02';
const SINGLE = "'\u2018\u2019\u201a\u201b\uff07";

export type QuoteKind = 'double' | 'single';

/** Straight and curly quotes of one kind open and close each other: phones mix them. */
export function quoteKind(char: string): QuoteKind | undefined {
  if (char === '') return undefined;
  if (DOUBLE.includes(char)) return 'double';
  return SINGLE.includes(char) ? 'single' : undefined;
}

const isLetter = (char: string): boolean => /[\p{L}\p{N}]/u.test(char);

/** A single quote between two letters is an apostrophe (`don’t`), not the end of a quotation. */
export const isApostrophe = (before: string, after: string): boolean => isLetter(before) && isLetter(after);
