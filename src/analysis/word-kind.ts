import { functionClass } from './function-words.ts';

/**
 * What a token's text is, with its leading space: `spaced capitalised`, `number`, `spaced lower-case
 * auxiliary`, … Words of one kind can stand in for each other, which of the grammar's own words only
 * those of one class can.
 */
export type WordKind = string;

/** @returns undefined for what is no word or sign: spaces, pieces of UTF-8, special tokens, mixtures */
export function kindOf(text: string): WordKind | undefined {
  const spaced = /^\s/.test(text) ? 'spaced ' : '';
  const word = text.trim();
  if (/^\p{N}+$/u.test(word)) return `${spaced}number`;
  if (/^[\p{P}\p{S}]+$/u.test(word) && !word.includes('\uFFFD')) return `${spaced}sign`;
  if (!/^\p{L}[\p{L}\p{M}'’-]*$/u.test(word)) return undefined;
  const letter = /^\p{Lu}/u.test(word) ? 'capitalised' : 'lower-case';
  const role = functionClass(word);
  return role === undefined ? `${spaced}${letter}` : `${spaced}${letter} ${role}`;
}

/** A word that carries content: not one of the grammar's own, not punctuation. Brackets and sums are content. */
export function isContent(text: string): boolean {
  const word = text.trim();
  const kind = kindOf(word);
  if (kind === undefined) return false;
  if (kind === 'sign') return /^[\p{Ps}\p{Pe}\p{Sm}]$/u.test(word);
  return functionClass(word) === undefined;
}

/** The same letters, whatever their case, accents and the space before them. */
export const isSameWord = (a: string, b: string): boolean => letters(a) === letters(b);

const letters = (text: string): string => text.trim().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
