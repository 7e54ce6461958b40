import { setTimeout as delay } from 'node:timers/promises';
import type { Calls, Found, Where } from './calls.ts';
import { SlackError } from './errors.ts';

/** Who the bot is in its workspace. */
export interface Me {
  readonly user: string;
  readonly bot: string | undefined;
  readonly workspace: string;
}

/**
 * The message of ours whose first block, or one of whose controls, has that id. The ids are signed, and
 * somebody who writes one of them off a message of ours is not us.
 *
 * @param since  milliseconds since 1970: it is not older
 * @returns      its ts; undefined where none is found or the bot may not look
 */
export async function findMessage(
  calls: Calls,
  me: Me,
  where: Where,
  { mark, since }: { readonly mark: string; readonly since: number },
): Promise<string | undefined> {
  const messages = await calls.messages(where, since).catch(notAllowed);
  return messages.find((message) => isOurs(message, me) && message.blocks.some((block) => has(block, mark)))
    ?.ts;
}

/** Where the bot may not look, nothing is found. */
function notAllowed(error: unknown): readonly Found[] {
  if (error instanceof SlackError && error.code === 'undeliverable') return [];
  throw error;
}

/** A message with a file appears some time after Slack took it. */
const APPEARS_MS: readonly number[] = [300, 1_000];

/** Looks again a few times. */
export async function findPatiently(find: () => Promise<string | undefined>): Promise<string | undefined> {
  for (const ms of APPEARS_MS) {
    const found = await find();
    if (found !== undefined) return found;
    await delay(ms);
  }
  return find();
}

const isOurs = ({ user, bot }: Found, me: Me): boolean =>
  user === me.user || (bot !== undefined && bot === me.bot);

function has(block: object, mark: string): boolean {
  if ('block_id' in block && block.block_id === mark) return true;
  const elements = 'elements' in block && Array.isArray(block.elements) ? block.elements : [];
  return elements.some((element: unknown) => isObject(element) && Reflect.get(element, 'action_id') === mark);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
