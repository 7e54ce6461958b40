import type { ChatEvent } from '../../kernel/chat-event.ts';
import type { Desk } from '../../kernel/desk.ts';
import { isDirect } from './address.ts';

/** `.p/…` at the start of a line, in backticks or not; the rest of the grammar is the language's. */
const COMMAND_LINE = /^\s*`{0,3}\s*\.p\//im;

/** Whether a message is for the bot: a mention, a direct message, a `.p/` line, talk in the thread of a session. */
export async function isForUs(event: ChatEvent, desk: Pick<Desk, 'inSession'>): Promise<boolean> {
  if (event.way === 'mention' || isDirect(event.channel) || COMMAND_LINE.test(event.text)) return true;
  return event.thread !== undefined && desk.inSession(event);
}
