import type { Desk } from '../../kernel/desk.ts';
import { formRefused } from '../errors.ts';
import type { AskedForm } from './ask-form.ts';
import type { Ears } from './ears.ts';
import { commandForm, type FormPlace } from './form.ts';

/**
 * Opens the form of a command, at once: Slack gives three seconds for it.
 *
 * @throws {ChatError} `form-refused`; {@link SlackError}
 */
export async function openForm(
  { desk, calls }: Ears,
  { path, place }: AskedForm,
  { workspace, triggerId }: { readonly workspace: string; readonly triggerId: string },
): Promise<void> {
  const card = desk.cards.find((one) => one.path === path);
  if (card === undefined) throw formRefused();
  const prompt = await promptOf(desk, workspace, place);
  await calls.openView(triggerId, commandForm(card, place, prompt));
}

/** What the session there speaks of; nothing where that cannot be read now. */
async function promptOf(desk: Desk, workspace: string, { channel, threadTs }: FormPlace): Promise<string> {
  const sessions = await desk.sessions(workspace, channel).catch(() => []);
  return sessions.find(({ thread }) => thread === threadTs)?.prompt ?? '';
}
