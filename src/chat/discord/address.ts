import type { ChatEvent } from '../../kernel/chat-event.ts';
import { DIRECT } from './heard.ts';
import { LIMITS } from './limits.ts';
import type { Hook } from './routes.ts';

/** An event's `address`, read back: it may be of an earlier process. */
export interface Address {
  readonly channel: string;
  /** The message that was written, or whose control was used. */
  readonly message?: string;
  readonly hook?: Hook;
  /** Bytes of a file. */
  readonly fileLimit: number;
}

export function addressOf({ address, channel }: ChatEvent): Address {
  const { token, applicationId: application, message, fileLimit } = address;
  return {
    channel: typeof address.channel === 'string' ? address.channel : channel,
    ...(typeof message === 'string' ? { message } : {}),
    ...(typeof token === 'string' && typeof application === 'string' ? { hook: { application, token } } : {}),
    fileLimit: typeof fileLimit === 'number' ? fileLimit : LIMITS.file,
  };
}

/** Its first message is the interaction's own reply: a command's, not a control's. */
export const repliesByToken = ({ address, way }: ChatEvent): boolean =>
  address.kind === 'interaction' && (way === 'command' || way === 'shortcut');

/** Text and announcement channels, and where the kind is not known. */
const MAY_HAVE_THREADS: readonly unknown[] = [0, 5, undefined];

/** Whether the session of what is said here is a thread: not in direct messages, not beside a voice channel. */
export const hasThreads = ({ workspace, address }: Pick<ChatEvent, 'workspace' | 'address'>): boolean =>
  workspace !== DIRECT && MAY_HAVE_THREADS.includes(address.channelType);

/** Whether its answer opens the session's thread. */
export const opensThread = (event: ChatEvent): boolean => event.thread === undefined && hasThreads(event);

/** A place to post into. */
export interface Home {
  readonly channel: string;
  readonly replyTo?: string;
  /** The channel is a thread, started or to be started from the message of this id here. */
  readonly parent?: string;
}

/**
 * Where a turn's messages are posted, best first: the session's thread, and, where that cannot be, the
 * channel, as a reply to the message the thread would hang on.
 */
export function homesOf(event: ChatEvent, thread: string | undefined = event.thread): readonly Home[] {
  const { channel, message } = addressOf(event);
  const isMessage = event.address.kind === 'message' && message !== undefined;
  if (thread === undefined || thread === channel)
    return [{ channel, ...(isMessage ? { replyTo: message } : {}) }];
  return [
    { channel: thread, parent: channel },
    { channel, replyTo: thread },
  ];
}
