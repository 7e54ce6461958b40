import type { ChatEvent } from '../../kernel/chat-event.ts';
import type { CommandCard } from '../../kernel/command-card.ts';
import { lineText, quoted } from '../line-text.ts';
import { type ApiInteraction, type ApiOption, COMMAND, INTERACTION, OPTION } from './api.ts';
import { cardNamed, LINE, SLASH, TRACE_MESSAGE } from './commands.ts';
import { commandGone, messageEmpty } from './errors.ts';
import { eventOf } from './heard.ts';

/**
 * A slash command or the entry of a message's menu.
 *
 * @returns null for what is not for us
 * @throws {DiscordError} `command-gone` (a list that the app has not updated yet), `message-empty`
 */
export function hearCommand(
  interaction: ApiInteraction,
  cards: readonly CommandCard[],
  now: number,
): ChatEvent | null {
  const { data, type } = interaction;
  if (type !== INTERACTION.command || data === undefined) return null;
  if (data.type === COMMAND.message && data.name === TRACE_MESSAGE) return hearMenu(interaction, now);
  if (data.type !== COMMAND.slash || data.name !== SLASH) return null;
  const chosen = chosenIn(data.options ?? []);
  return eventOf(interaction, { way: 'command', text: textOf(chosen, cards) }, now);
}

export interface Chosen {
  readonly family?: string;
  readonly verb: string;
  readonly options: readonly ApiOption[];
}

/** The subcommand that was chosen, in its group where it has one. */
export function chosenIn(options: readonly ApiOption[]): Chosen {
  const [first] = options;
  if (first?.type !== OPTION.group) return { verb: first?.name ?? '', options: first?.options ?? [] };
  const [inner] = first.options ?? [];
  return { family: first.name, verb: inner?.name ?? '', options: inner?.options ?? [] };
}

function textOf({ family, verb, options }: Chosen, cards: readonly CommandCard[]): string {
  if (family === undefined && verb === LINE.name) {
    return String(options.find(({ name }) => name === LINE.option)?.value ?? '');
  }
  const card = cardNamed(cards, family, verb);
  if (card === undefined) throw commandGone(`/${SLASH} ${family === undefined ? '' : `${family} `}${verb}`);
  return lineText(card, options);
}

/** Another's message is only ever a prompt, whatever it says: nobody runs commands with someone else's hand. */
function hearMenu(interaction: ApiInteraction, now: number): ChatEvent | null {
  const { target_id: target = '', resolved } = interaction.data ?? {};
  const content = resolved?.messages?.[target]?.content ?? '';
  if (content.trim() === '') throw messageEmpty();
  const text = `.p/reflect.trace ${quoted(content)}`;
  return eventOf(interaction, { way: 'shortcut', text, about: { target } }, now);
}
