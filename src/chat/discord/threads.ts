import { shown } from './escape.ts';
import { cut } from './fitted.ts';
import { API, ApiRefusal, isApi } from './refusal.ts';
import type { Rest } from './rest.ts';
import { ROUTES } from './routes.ts';

/** Minutes without a word until Discord puts the thread away; what is said in it takes it out again. */
const ARCHIVE_AFTER = 1440;
const NAME = 100;

/** What a thread hangs on. Its id is the message's own. */
export interface Stem {
  readonly channel: string;
  readonly message: string;
}

/** Starts the session's thread; the one that is there already will do. */
export async function startThread(rest: Rest, { channel, message }: Stem, name: string): Promise<void> {
  const body = { name: threadName(name), auto_archive_duration: ARCHIVE_AFTER };
  try {
    await rest({ method: 'POST', path: ROUTES.threads(channel, message), body });
  } catch (error) {
    if (!isApi(error, API.threadThere)) throw error;
  }
}

/** Takes an archived thread out again; one that is locked stays where it is. */
export async function unarchive(rest: Rest, thread: string): Promise<void> {
  await rest({ method: 'PATCH', path: ROUTES.channel(thread), body: { archived: false } });
}

/** Plain text: nothing formats in a name, but what is invisible must be shown. */
function threadName(text: string): string {
  const plain = shown(text).replace(/\s+/g, ' ').trim();
  return cut(plain === '' ? '.p/' : plain, NAME);
}

/** Why no thread could be opened, for the answer that stands in the channel instead. */
export function noThread(error: unknown): string {
  const goesOn = 'Until then the session goes on here, by the buttons.';
  if (isApi(error, API.missingPermissions))
    return `No thread was opened: ${missing('Create Public Threads')} ${goesOn}`;
  if (isApi(error, API.missingAccess)) return `No thread was opened: ${missing('View Channel')} ${goesOn}`;
  if (isApi(error, API.threadsFull))
    return `No thread was opened: this server has as many open ones as Discord allows. ${goesOn}`;
  return 'No thread was opened: Discord did not let it. The session goes on here, by the buttons.';
}

/** Why an answer stands in the channel and not in its thread. */
export function notInThread(error: unknown): string {
  if (error instanceof ApiRefusal && error.where?.endsWith('/threads') === true) return noThread(error);
  if (isApi(error, API.missingPermissions))
    return `This belongs into the thread: ${missing('Send Messages in Threads')}`;
  if (isApi(error, API.missingAccess)) return `This belongs into the thread: ${missing('View Channel')}`;
  if (isApi(error, API.archived, API.threadLocked))
    return 'This belongs into the thread, which is locked. Whoever manages threads here can open it again.';
  return 'This belongs into the thread, which is gone.';
}

/** What is missing, and who can grant it. */
export const missing = (permission: string): string =>
  `my role lacks the permission “${permission}”. Whoever manages this channel can grant it under Edit Channel, Permissions.`;
