import type { ChatEvent } from '../../kernel/chat-event.ts';
import type { CommandCard } from '../../kernel/command-card.ts';
import { type ApiInteraction, INTERACTION } from './api.ts';
import { commandGone } from './errors.ts';
import { hearCommand } from './hear-command.ts';
import { hearControl } from './hear-control.ts';

/**
 * @returns null from bots, and for kinds of interactions that nothing of ours leads to
 * @throws {ChatError}, {DiscordError} in words for the person
 */
export function hearInteraction(
  interaction: ApiInteraction,
  cards: readonly CommandCard[],
  key: Uint8Array,
  now: number,
): ChatEvent | null {
  const event = hearCommand(interaction, cards, now) ?? hearControl(interaction, key, now);
  if (event !== null || interaction.type !== INTERACTION.command) return event;
  const { user = interaction.user } = interaction.member ?? {};
  if (user === undefined || user.bot === true) return null;
  throw commandGone(interaction.data?.name ?? 'This');
}
