import type { SessionSummary } from '../../kernel/desk.ts';
import { sealed } from '../sealed.ts';
import { readerOf } from './ask-form.ts';
import type { Channel } from './calls.ts';
import type { Ears } from './ears.ts';
import { homeView, type SessionLine } from './home.ts';

export interface Reader {
  readonly workspace: string;
  readonly user: string;
  /** Her conversation with the bot. */
  readonly direct: string;
}

/**
 * Writes the bot's own page for one person: sessions of the channels she is in, and of nobody else's;
 * where the scopes do not tell, only her own with the bot.
 */
export async function publishHome(
  { calls, desk, key }: Ears,
  { workspace, user, direct }: Reader,
): Promise<void> {
  const channels = await calls.channelsOf(user).catch((): readonly Channel[] => []);
  const named = [{ id: direct, name: '' }, ...channels];
  const lines = await Promise.all(
    named.map(async ({ id, name }) =>
      (await desk.sessions(workspace, id)).map((session) => lineOf(session, name)),
    ),
  );
  await calls.publishHome(user, homeView(desk.cards, lines.flat(), sealed(direct, readerOf(user), key)));
}

const lineOf = ({ prompt, people, turns }: SessionSummary, name: string): SessionLine => ({
  channelName: name === '' ? 'Here' : `#${name}`,
  prompt,
  people,
  turns,
});
