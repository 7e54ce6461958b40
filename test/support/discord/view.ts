/** Messages as a person sees them. */

import { FLAGS } from './json-message.ts';
import { listIn, textIn } from './json-read.ts';
import type { Json, StoredMessage } from './world.ts';

export interface SeenFile {
  readonly name: string;
  readonly type: string;
  /** Alt text. */
  readonly description: string | undefined;
  readonly bytes: Uint8Array;
}

export interface SeenMessage {
  readonly id: string;
  readonly channel: string;
  readonly author: string;
  /** By the bot itself. */
  readonly ours: boolean;
  readonly content: string;
  readonly files: readonly SeenFile[];
  /** Labels of its buttons. */
  readonly buttons: readonly string[];
  /** Labels of its select. */
  readonly choices: readonly string[];
  /** Components as they were answered. */
  readonly components: readonly Json[];
  /** What it said before, oldest first. */
  readonly earlier: readonly string[];
  /** "… is thinking". */
  readonly loading: boolean;
  /** Only one person sees it. */
  readonly ephemeral: boolean;
  readonly thread: string | undefined;
  readonly replyTo: string | undefined;
  /** Interaction that it answers. */
  readonly interaction: string | undefined;
  readonly nonce: string | number | undefined;
  readonly allowedMentions: Json | undefined;
}

export function viewOf(message: StoredMessage, bot: string): SeenMessage {
  const { id, channel, author, content, files, components, flags, thread, replyTo, interaction, nonce } =
    message;
  const controls = components.flatMap((row) => listIn(row.components));
  return {
    id,
    channel,
    author: author.name,
    ours: author.id === bot,
    content,
    files: files.map(({ name, type, description, bytes }) => ({ name, type, description, bytes })),
    buttons: controls.flatMap(({ type, label }) => (type === 2 ? [textIn(label) ?? ''] : [])),
    choices: controls.flatMap(({ options }) => listIn(options).map(({ label }) => textIn(label) ?? '')),
    components,
    earlier: [...message.earlier],
    loading: (flags & FLAGS.loading) !== 0,
    ephemeral: (flags & FLAGS.ephemeral) !== 0,
    thread,
    replyTo,
    interaction,
    nonce,
    allowedMentions: message.allowed,
  };
}
