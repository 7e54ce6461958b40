import type { CommandCard } from '../../kernel/command-card.ts';
import { PROMPT, takesPrompt } from '../line-text.ts';
import { COMMAND, OPTION } from './api.ts';
import { cut } from './fitted.ts';
import { LIMITS } from './limits.ts';
import { type OptionJson, optionOf } from './option.ts';

export interface CommandJson {
  readonly type: number;
  readonly name: string;
  readonly description?: string;
  readonly options?: readonly OptionJson[];
}

export const SLASH = 'p';
export const TRACE_MESSAGE = 'Trace with .p/';
/** `/p line text:`: what has no family of its own. */
export const LINE = { name: 'line', option: 'text' } as const;

const NAME = /^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$/u;
/** Rooms for a description, tried in turn until the whole command fits. */
const ROOMS = [100, 80, 60, 48, 36, 24, 16, 8] as const;

/**
 * What `deploy` registers: `/p` with a group a family, and the entry of a message's menu.
 *
 * @throws {RangeError} when the commands do not fit into one slash command: a mistake in the definitions
 */
export function commandsJson(cards: readonly CommandCard[]): CommandJson[] {
  const fits = ROOMS.map((room) => slash(cards, room)).find((json) => sizeOf(json) <= LIMITS.command);
  if (fits === undefined) throw new RangeError(`/${SLASH} has more than ${LIMITS.command} characters`);
  return [fits, { type: COMMAND.message, name: TRACE_MESSAGE }];
}

function slash(cards: readonly CommandCard[], room: number): CommandJson {
  const single = cards.filter(({ path }) => !path.includes('.')).map((card) => subcommand(card, room));
  const families = [...new Set(cards.filter(({ path }) => path.includes('.')).map(familyOf))];
  const groups = families.map((family) => group(family, cards, room));
  return {
    type: COMMAND.slash,
    name: SLASH,
    description: 'Ask what a language model does inside.',
    options: atMost(SLASH, [...groups, ...single, line(room)]),
  };
}

const group = (family: string, cards: readonly CommandCard[], room: number): OptionJson => ({
  type: OPTION.group,
  name: nameIn(family),
  description: cut(`.p/${family}.…`, room),
  options: atMost(
    family,
    cards
      .filter((card) => familyOf(card) === family && card.path !== family)
      .map((card) => subcommand(card, room)),
  ),
});

function subcommand(card: CommandCard, room: number): OptionJson {
  const required = card.params.filter(({ optional }) => !optional);
  const params = [...required, ...card.params.filter(({ optional }) => optional)];
  const options = [
    ...params.map((param) => optionOf(param, room)),
    ...(takesPrompt(card) ? [prompt(card, room)] : []),
  ];
  return {
    type: OPTION.subcommand,
    name: verbOf(card),
    description: cut(card.asks, room),
    options: atMost(card.path, options),
  };
}

const prompt = ({ needs }: CommandCard, room: number): OptionJson => ({
  type: OPTION.text,
  name: PROMPT,
  description: cut(needs === 'nothing' ? 'What about.' : 'The text; without it the thread’s.', room),
  required: false,
  max_length: LIMITS.option,
});

const line = (room: number): OptionJson => ({
  type: OPTION.subcommand,
  name: LINE.name,
  description: cut('Any .p/ line, as it is typed in a thread.', room),
  options: [
    {
      type: OPTION.text,
      name: LINE.option,
      description: cut('.p/reflect.trace{depth=3} The capital of France is', room),
      required: true,
      autocomplete: true,
      max_length: LIMITS.option,
    },
  ],
});

const familyOf = ({ path }: CommandCard): string => path.split('.')[0] ?? path;

/** Name of the subcommand: of `family.verb` the verb, of `help` the whole. */
const verbOf = ({ path }: CommandCard): string =>
  nameIn(path.slice(path.indexOf('.') + 1).replaceAll('.', '-'));

/** The card that a group and a subcommand name. */
export const cardNamed = (
  cards: readonly CommandCard[],
  family: string | undefined,
  verb: string,
): CommandCard | undefined =>
  cards.find(
    (card) => verbOf(card) === verb && (card.path.includes('.') ? familyOf(card) : undefined) === family,
  );

function nameIn(name: string): string {
  if (!NAME.test(name)) throw new RangeError(`${name} cannot be the name of a command on Discord`);
  return name;
}

function atMost(owner: string, options: readonly OptionJson[]): readonly OptionJson[] {
  const names = new Set(options.map(({ name }) => nameIn(name)));
  if (names.size !== options.length) throw new RangeError(`${owner} has two options of one name`);
  if (options.length <= LIMITS.choices) return options;
  throw new RangeError(`${owner} has ${options.length} options, at most ${LIMITS.choices}`);
}

/** Characters that Discord counts: names, descriptions, and names and values of choices. */
export function sizeOf({
  name,
  description = '',
  options = [],
}: Pick<OptionJson, 'name' | 'options'> & { description?: string }): number {
  const below = options.map(
    (option) =>
      sizeOf(option) +
      (option.choices ?? []).reduce((sum, choice) => sum + choice.name.length + choice.value.length, 0),
  );
  return below.reduce((sum, size) => sum + size, name.length + description.length);
}
