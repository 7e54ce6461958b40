import type { Desk } from '../../kernel/desk.ts';
import { formRefused } from '../errors.ts';
import { sealed } from '../sealed.ts';
import type { AskedForm } from './ask-form.ts';
import type { Ears } from './ears.ts';
import { commandForm, type FormPlace, ownerOf } from './form.ts';

interface Asker {
  readonly workspace: string;
  readonly user: string;
  readonly triggerId: string;
}

/**
 * Opens the form of a command, at once: Slack gives three seconds for it.
 *
 * @throws {ChatError} `form-refused`; {@link SlackError}
 */
export async function openForm(
  { desk, calls, key }: Ears,
  { path, place }: AskedForm,
  { workspace, user, triggerId }: Asker,
): Promise<void> {
  const card = desk.cards.find((one) => one.path === path);
  if (card === undefined) throw formRefused();
  const prompt = await promptOf(desk, workspace, place);
  const form = commandForm(card, place, prompt);
  const metadata = sealed(form.private_metadata ?? '', ownerOf(user), key);
  await calls.openView(triggerId, { ...form, private_metadata: metadata });
}

/** What the session there speaks of; nothing where that cannot be read now. */
async function promptOf(desk: Desk, workspace: string, { channel, threadTs }: FormPlace): Promise<string> {
  const sessions = await desk.sessions(workspace, channel).catch(() => []);
  return sessions.find(({ thread }) => thread === threadTs)?.prompt ?? '';
}
