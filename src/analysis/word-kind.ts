/** What a token's text is, with its leading space: `spaced capitalised`, `number`, … Words of one kind can stand in for each other. */
export type WordKind = string;

/** @returns undefined for what is no word or sign: spaces, pieces of UTF-8, special tokens, mixtures */
export function kindOf(text: string): WordKind | undefined {
  const spaced = /^\s/.test(text) ? 'spaced ' : '';
  const word = text.trim();
  if (/^\p{N}+$/u.test(word)) return `${spaced}number`;
  if (/^[\p{P}\p{S}]+$/u.test(word) && !word.includes('\uFFFD')) return `${spaced}sign`;
  if (!/^\p{L}[\p{L}\p{M}'’-]*$/u.test(word)) return undefined;
  return `${spaced}${/^\p{Lu}/u.test(word) ? 'capitalised' : 'lower-case'}`;
}

/** A word that carries content: not one of the grammar's own, not punctuation. Brackets and sums are content. */
export function isContent(text: string): boolean {
  const word = text.trim();
  const kind = kindOf(word);
  if (kind === undefined) return false;
  if (kind === 'sign') return /^[\p{Ps}\p{Pe}\p{Sm}]$/u.test(word);
  return !FUNCTION_WORDS.has(word.toLowerCase());
}

/** The same letters, whatever their case, accents and the space before them. */
export const isSameWord = (a: string, b: string): boolean => letters(a) === letters(b);

const letters = (text: string): string => text.trim().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** English; in other languages every word counts as content, which costs rows and nothing else. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  `a an the this that these those some any each every no both all
  i me my mine you your yours he him his she her hers it its we us our ours they them their theirs
  who whom whose which what when where why how there here
  am is are was were be been being do does did done have has had having
  will would shall should can could may might must let
  to of in on at by for from with without into onto over under up down out off about as than
  and or but nor so if then else because while though although until since after before between through during
  not very too also just only more most such own same other another again ever never yet still
  s t d ll re ve m o`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
