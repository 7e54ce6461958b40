import type { Draft } from './draft.ts';
import { undeliverable } from './errors.ts';
import { type DiscordMessage, messageOf } from './message.ts';
import { type Posted, postedOf } from './posted.ts';
import { API, ApiRefusal, isApi, isClosed } from './refusal.ts';
import { missing } from './threads.ts';

/** One way of putting a message where people see it. */
export interface Way {
  /** Where it then stands. */
  readonly channel: string;
  /** What the message must say when it is put this way because another was closed. */
  note?(closed: unknown): string | undefined;
  put(message: DiscordMessage): Promise<unknown>;
}

/**
 * Takes the first way that is open. What closes a way (a channel that is gone, a permission, a token that
 * lapsed) leads to the next; what Discord does not take of the message (a file, its words) leads to a
 * lesser message on the same way.
 *
 * @throws {DiscordError} `undeliverable` when all are closed; what else the call throws
 */
export async function through(ways: readonly Way[], draft: Draft): Promise<Posted> {
  let closed: ApiRefusal | undefined;
  for (const way of ways) {
    const note = closed === undefined ? undefined : way.note?.(closed);
    try {
      return postedOf(await put(way, draft, note === undefined ? [] : [note]));
    } catch (error) {
      if (!isClosed(error)) throw error;
      closed = error;
    }
  }
  throw undeliverable(closed?.what ?? 'no way is left');
}

async function put(way: Way, draft: Draft, notes: readonly string[]): Promise<unknown> {
  const whole = draft(way.channel, { notes, files: true });
  try {
    return await way.put(whole);
  } catch (error) {
    const mayBeFiles = whole.files.length > 0 && (!isClosed(error) || isApi(error, API.missingPermissions));
    if (mayBeFiles) return putWords(way, draft, [...notes, withoutFiles(error)]);
    return putLess(way, error);
  }
}

async function putWords(way: Way, draft: Draft, notes: readonly string[]): Promise<unknown> {
  try {
    return await way.put(draft(way.channel, { notes, files: false }));
  } catch (error) {
    return putLess(way, error);
  }
}

/** The last that can be said when the words themselves are refused, by a moderator's filter for one. */
async function putLess(way: Way, error: unknown): Promise<unknown> {
  if (isClosed(error) || !(error instanceof ApiRefusal)) throw error;
  return way.put(
    messageOf(`There is an answer, but Discord does not take it \\(error ${error.api || error.status}\\).`),
  );
}

function withoutFiles(error: unknown): string {
  if (isApi(error, API.missingPermissions)) return `The files are left out: ${missing('Attach Files')}`;
  const reason =
    error instanceof ApiRefusal
      ? `Discord did not take them (${error.api || error.status})`
      : 'the upload failed';
  return `The files are left out: ${reason}.`;
}
