import type { CommandCard, ParamCard } from '../../kernel/command-card.ts';
import { PROMPT } from '../line-text.ts';
import { type ApiInteraction, type ApiOption, INTERACTION } from './api.ts';
import { cardNamed, LINE, SLASH } from './commands.ts';
import { chosenIn } from './hear-command.ts';
import { LIMITS } from './limits.ts';

export interface Completion {
  readonly type: 8;
  readonly data: { readonly choices: readonly { readonly name: string; readonly value: string }[] };
}

/**
 * What could stand in the option that is being typed, best first. Never an error: a person types on.
 *
 * @returns null for another kind of interaction
 */
export function complete({ type, data }: ApiInteraction, cards: readonly CommandCard[]): Completion | null {
  if (type !== INTERACTION.autocomplete || data?.name !== SLASH) return null;
  const { family, verb, options } = chosenIn(data.options ?? []);
  const focused = options.find(({ focused }) => focused === true);
  const isLine = family === undefined && verb === LINE.name;
  const words = isLine ? linesOf(cards) : wordsFor(cardNamed(cards, family, verb), focused);
  const values = ranked(String(focused?.value ?? ''), words).filter((word) => word.length <= LIMITS.label);
  const choices = values.slice(0, LIMITS.choices).map((value) => ({ name: value, value }));
  return { type: 8, data: { choices } };
}

const linesOf = (cards: readonly CommandCard[]): string[] => [
  'toggle',
  ...cards.map(({ example }) => example),
];

function wordsFor(card: CommandCard | undefined, focused: ApiOption | undefined): string[] {
  if (card === undefined || focused === undefined || focused.name === PROMPT) return [];
  const param = card.params.find(({ name }) => name === focused.name);
  return param === undefined ? [] : candidates(param, String(focused.value ?? ''));
}

/** Words, the default, and of a number what is being typed and the ends of its range. */
function candidates(
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
  const wanted = typed.trim().toLowerCase().slice(0, LIMITS.label);
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
