import type { ChatEvent } from './chat-event.ts';
import type { Pick } from './pick.ts';
import type { Reply } from './reply.ts';

/** Where a turn is answered; plain data, kept with the turn. */
export interface Place {
  /** The thread whose session it is; absent where the channel itself is the session: direct messages, the browser. */
  readonly thread?: string;
  /** Message that shows how far the turn is and, where the platform lets it, becomes the answer. */
  readonly message?: string;
}

/** A file that goes with an answer. */
export interface Attachment {
  readonly name: string;
  readonly type:
    | 'text/html; charset=utf-8'
    | 'text/plain; charset=utf-8'
    | 'text/csv; charset=utf-8'
    | 'application/json'
    | 'application/x-ndjson'
    | 'application/vnd.apache.parquet';
  readonly bytes: Uint8Array;
  /** For people who do not open it. */
  readonly description: string;
}

/** What one command has to say. */
export interface Answered {
  /** What the controls of the answer refer to: `<event id>.<index>`, see {@link answerName}. */
  readonly turn: string;
  readonly reply: Reply;
  /** Bytes of the reply's picture, where it has one. */
  readonly png?: Uint8Array;
  readonly picks: readonly Pick[];
  readonly files: readonly Attachment[];
  /** `json`: only the reply as a file, with no picture and no controls. */
  readonly show: 'answer' | 'json';
}

/**
 * How a platform says things: one for each, made by its adapter. It keeps the platform's limits and rates,
 * escapes what it is given, pings nobody, and falls back by itself: a lapsed token to a message of the
 * thread, a picture that is too large or cannot be uploaded to words that say so.
 *
 * @throws {DotpError} `undeliverable` where nothing can be said there any more (channel gone, permission
 *   missing): trying again is of no use. Any other error is tried again.
 */
export interface Voice {
  readonly platform: ChatEvent['platform'];
  /**
   * Begins the reply: the message that shows progress, and the thread of the session, where the event
   * stands in none. Called again after a restart if its place was not kept: it must then find what it
   * made before, as far as the platform lets it.
   */
  open(event: ChatEvent, words: string): Promise<Place>;
  /** New words while the turn waits or runs. The newest wins, at the platform's own rate; never throws. */
  progress(event: ChatEvent, place: Place, words: string): void;
  /** Says one answer. @param index  counts the answers of the turn from 0  @returns id of its message */
  answer(event: ChatEvent, place: Place, answered: Answered, index: number): Promise<string>;
  /**
   * Ends a turn with words instead of an answer. @param error  what is not a DotpError is told as "failed"
   * with the id alone  @param id  short id, in the log too  @param place  absent when `open` was not reached
   */
  fail(event: ChatEvent, place: Place | undefined, error: unknown, id: string): Promise<string>;
  /** Ends a turn that has nothing to say any more: takes a progress message away that no answer replaced. */
  end(event: ChatEvent, place: Place): Promise<void>;
  /** After a restart: the message of an answer that may have been sent just before. undefined: not found. */
  sent(event: ChatEvent, place: Place, answered: Answered, index: number): Promise<string | undefined>;
}

/** Name of one answer of a turn. */
export const answerName = ({ id }: { readonly id: string }, index: number): string => `${id}.${index}`;
