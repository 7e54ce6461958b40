import type { Attachment } from '../../kernel/voice.ts';
import { COMPONENT } from './api.ts';
import { cut } from './fitted.ts';
import { LIMITS } from './limits.ts';

/** A message as Discord's API takes it, and the bytes that go with it: an adapter only moves them. */
export interface DiscordMessage {
  readonly body: MessageBody;
  readonly files: readonly MessageFile[];
}

export interface MessageBody {
  readonly content: string;
  readonly allowed_mentions: { readonly parse: readonly never[]; readonly replied_user: false };
  readonly components: readonly Row[];
  /** `id` is the index in `files`. */
  readonly attachments: readonly {
    readonly id: string;
    readonly filename: string;
    readonly description: string;
  }[];
}

export interface MessageFile {
  readonly name: string;
  readonly type: 'image/png' | Attachment['type'];
  readonly bytes: Uint8Array;
  /** For people who do not see it. */
  readonly description: string;
}

export interface Row {
  readonly type: typeof COMPONENT.row;
  readonly components: readonly (Button | Select)[];
}

export interface Button {
  readonly type: typeof COMPONENT.button;
  readonly style: 1 | 2 | 4;
  readonly label: string;
  readonly custom_id: string;
}

export interface Select {
  readonly type: typeof COMPONENT.select;
  readonly custom_id: string;
  readonly placeholder: string;
  readonly min_values: 1;
  readonly max_values: 1;
  readonly options: readonly {
    readonly label: string;
    readonly value: string;
    readonly description?: string;
  }[];
}

/** Nothing that was typed or generated may ping: every message of ours is made here. */
export function messageOf(
  content: string,
  files: readonly MessageFile[] = [],
  components: readonly Row[] = [],
): DiscordMessage {
  const attachments = files.map(({ name, description }, i) => ({
    id: String(i),
    filename: name,
    description: cut(description, LIMITS.alt),
  }));
  const body = {
    content,
    allowed_mentions: { parse: [], replied_user: false },
    components,
    attachments,
  } as const;
  return { body, files };
}

/** Rows of at most five buttons. */
export function rowsOf(buttons: readonly Button[]): Row[] {
  const rows = Math.ceil(buttons.length / LIMITS.buttonsInRow);
  return Array.from({ length: rows }, (_, row) => ({
    type: COMPONENT.row,
    components: buttons.slice(row * LIMITS.buttonsInRow, (row + 1) * LIMITS.buttonsInRow),
  }));
}

/**
 * The body as a post into a channel, when the interaction's token has lapsed or there was none.
 *
 * @param nonce    the turn and message's own: the same again is not posted again within a few minutes
 * @param replyTo  message that it answers; one that is gone meanwhile is no error
 */
export const channelPost = ({ body }: DiscordMessage, nonce: string, replyTo?: string) => ({
  ...body,
  nonce: nonce.slice(-LIMITS.nonce),
  enforce_nonce: true,
  ...(replyTo === undefined ? {} : { message_reference: { message_id: replyTo, fail_if_not_exists: false } }),
});
