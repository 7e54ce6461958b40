import type { types } from '@slack/bolt';
import type { SlackMessage } from './answer-message.ts';
import { cut, presentable } from './mrkdwn.ts';

/** What `filesUploadV2` is called with: files and blocks arrive as one message. */
export interface UploadPlan {
  readonly channel_id: string;
  readonly thread_ts?: string;
  readonly file_uploads: readonly Upload[];
  /** Never beside `initial_comment`, for which Slack would drop them. */
  readonly blocks: readonly types.KnownBlock[];
}

interface Upload {
  readonly file: Buffer;
  readonly filename: string;
  readonly title: string;
  readonly alt_text?: string;
}

/** A picture as it was drawn. */
export interface Drawn {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly alt: string;
}

/** Slack's limit of alternative text; the message's own words repeat it, since not every client shows it. */
const MAX_ALT = 1000;

/**
 * The message with its picture, and with its whole text where it was too long. undefined where there is no
 * file to send: then the message is posted.
 */
export function uploadPlan(
  message: SlackMessage,
  picture: Drawn | undefined,
  { channel, threadTs }: { readonly channel: string; readonly threadTs?: string | undefined },
): UploadPlan | undefined {
  const uploads = [...pictureOf(picture), ...textOf(message)];
  if (uploads.length === 0) return undefined;
  return {
    channel_id: channel,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    file_uploads: uploads,
    blocks: message.blocks,
  };
}

function pictureOf(picture: Drawn | undefined): Upload[] {
  if (picture === undefined) return [];
  const name = fileName(picture.file);
  const alt_text = cut(presentable(picture.alt), MAX_ALT);
  return [{ file: Buffer.from(picture.bytes), filename: name, title: name, alt_text }];
}

const textOf = ({ wholeText }: SlackMessage): Upload[] =>
  wholeText === undefined
    ? []
    : [{ file: Buffer.from(wholeText, 'utf8'), filename: 'answer.txt', title: 'The whole answer' }];

/** A name and no path. */
const fileName = (file: string): string =>
  (file.split(/[/\\]/).at(-1) ?? '').replace(/[^A-Za-z0-9._-]/g, '-').slice(-100) || 'picture.png';
