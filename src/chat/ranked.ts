import type { ParamCard } from '../kernel/command-card.ts';

/** Characters of what is typed that are looked at. */
const TYPED = 100;

/** What a parameter may be: words, the default, and of a number what is being typed and the ends of its range. */
export function candidates(
  { words = [], choices = [], default: usual, type, min, max }: ParamCard,
  typed: string,
): string[] {
  const numbers = type === 'count' || type === 'number' ? [typed, min, max].map(String) : [];
  const good = numbers.filter(
    (text) =>
      /^-?\d+(\.\d+)?$/.test(text) &&
      Number(text) >= (min ?? Number(text)) &&
      Number(text) <= (max ?? Number(text)),
  );
  const plain = typeof usual === 'string' || typeof usual === 'number' ? [String(usual)] : [];
  return [...new Set([...plain, ...words, ...choices, ...good])].filter((word) => word !== '');
}

/** Nearest first: the same beginning, then what contains it, then the most letter pairs in common; equals keep their order. */
export function ranked(typed: string, words: readonly string[]): string[] {
  const wanted = typed.trim().toLowerCase().slice(0, TYPED);
  const scored = words.map((word) => ({ word, score: likeness(wanted, word.toLowerCase()) }));
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ word }) => word);
}

function likeness(wanted: string, word: string): number {
  if (wanted === '') return 1;
  if (word === wanted) return 5;
  if (word.startsWith(wanted)) return 4;
  if (word.includes(wanted)) return 3;
  const pairs = pairsOf(word);
  const shared = [...pairsOf(wanted)].filter((pair) => pairs.has(pair)).length;
  return shared / wanted.length;
}

const pairsOf = (text: string): ReadonlySet<string> =>
  new Set(Array.from({ length: Math.max(text.length - 1, 0) }, (_, i) => text.slice(i, i + 2)));
