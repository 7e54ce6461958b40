import type { CommandCard } from '../../kernel/command-card.ts';
import { candidates, ranked } from '../ranked.ts';
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
  if (card === undefined || focused === undefined) return [];
  const param = card.params.find(({ name }) => name === focused.name);
  return param === undefined ? [] : candidates(param, String(focused.value ?? ''));
}
