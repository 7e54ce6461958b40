/** Files as they are sent, in the three steps of Slack's external upload. */
import type { types } from '@slack/bolt';
import type { SlackMessage } from './answer-message.ts';
import type { Where } from './calls.ts';
import type { WebClient } from './client.ts';
import { uploadFailed } from './errors.ts';
import { cut, presentable } from './mrkdwn.ts';
import { patient } from './patient.ts';

export interface SentFile {
  /** A path is taken off it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** For people who do not see or open it. */
  readonly alt: string;
}

/**
 * Slack's limit of alternative text. The library sends it as `alt_text`, which Slack's reference calls
 * `alt_txt`; under that name files have been taken and never shown (slackapi/python-slack-sdk#1818). So the
 * message's own words repeat it.
 */
const MAX_ALT = 1000;
const TIMEOUT_MS = 60_000;

/** The whole text where the message could not hold it. */
export const textFile = ({ wholeText }: SlackMessage): SentFile[] =>
  wholeText === undefined
    ? []
    : [{ name: 'answer.txt', bytes: Buffer.from(wholeText, 'utf8'), alt: 'The whole answer' }];

/** A name and no path. */
const fileName = (file: string): string =>
  (file.split(/[/\\]/).at(-1) ?? '').replace(/[^A-Za-z0-9._-]/g, '-').slice(-100) || 'picture.png';

/** A file whose bytes Slack has, and nobody sees yet. */
export interface Stored {
  readonly id: string;
  readonly title: string;
}

/**
 * Steps one and two: an address for the bytes, and the bytes. Nothing is shown by it, so that it may be
 * done again.
 *
 * @throws {SlackError} `upload-failed`
 */
export async function storeFile(client: WebClient, { name, bytes, alt }: SentFile): Promise<Stored> {
  const filename = fileName(name);
  const about = { filename, length: bytes.length, alt_text: cut(presentable(alt), MAX_ALT) };
  try {
    const { upload_url = '', file_id = '' } = await patient(true, () =>
      client.files.getUploadURLExternal(about),
    );
    await patient(true, () => sendBytes(upload_url, bytes));
    return { id: file_id, title: filename };
  } catch (error) {
    throw uploadFailed(error);
  }
}

async function sendBytes(url: string, bytes: Uint8Array): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.from(bytes),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await answer.arrayBuffer(); // or the connection stays taken
  if (!answer.ok) throw new Error(`The upload was answered with ${answer.status}.`);
}

/**
 * Step three: the files and the blocks appear as one message. `initial_comment` would drop the blocks.
 *
 * @throws {SlackError} `undeliverable`; `slack-away`: it may be there all the same
 */
export async function shareFiles(
  client: WebClient,
  { channel, thread }: Where,
  [first, ...others]: readonly Stored[],
  blocks: readonly types.KnownBlock[],
): Promise<void> {
  if (first === undefined) return;
  const what = { files: [first, ...others] satisfies [Stored, ...Stored[]], blocks: [...blocks] };
  const where = thread === undefined ? { channel_id: channel } : { channel_id: channel, thread_ts: thread };
  await patient(false, () => client.files.completeUploadExternal({ ...what, ...where }));
}
