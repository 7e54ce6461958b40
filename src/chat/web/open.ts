import type { CommandCard } from '../../kernel/command-card.ts';
import type { Desk } from '../../kernel/desk.ts';
import type { Log } from '../../kernel/log.ts';
import type { Reply } from '../../kernel/reply.ts';
import type { Voice } from '../../kernel/voice.ts';
import type { Archive } from './archive.ts';
import { type Completion, completeLine } from './complete.ts';
import { notFound, notTaking } from './errors.ts';
import { openFeeds } from './feeds.ts';
import { hear } from './hear.ts';
import { keptBytes } from './kept-bytes.ts';
import { keptTurns } from './kept-turns.ts';
import type { StatusSource } from './status.ts';
import { eventStream } from './stream.ts';
import { webVoice } from './voice.ts';

export interface WebOptions {
  readonly archive: Archive;
  /** What controls are signed with: see answer-id.ts. */
  readonly key: Uint8Array;
  readonly log: Log;
  readonly status: StatusSource;
  /** Whether who uses the page runs this dotp: may set limits, forget, export. */
  readonly manages: boolean;
}

/** What the page's addresses ask for; app.ts makes them a server's routes. */
export interface WebRoom {
  readonly voice: Voice;
  readonly log: Log;
  /** Hears from then on. */
  start(desk: Desk): void;
  /** Hears nothing more; what is being answered is still shown. */
  stop(): void;
  commands(): readonly CommandCard[];
  complete(before: string): Completion;
  events(
    session: string,
    how: { readonly run: string; readonly last: string | undefined; readonly signal: AbortSignal },
  ): Promise<ReadableStream<Uint8Array>>;
  /** @returns `known` for what was sent before. @throws {WebError}, {@link ChatError} */
  say(session: string, sent: unknown): Promise<{ readonly known: boolean }>;
  /** @throws {WebError} `not-found` */
  picture(session: string, answer: string): Promise<Uint8Array>;
  reply(session: string, answer: string): Promise<Reply>;
  file(session: string, answer: string, number: string): Uint8Array;
}

/** Bytes of pictures and files that stay at hand; a picture that does not is drawn again. */
const ROOM = 64e6;

/** The page as one of the platforms: what it sends on one side, a voice on the other. */
export function openWeb({ archive, key, log, status, manages }: WebOptions): WebRoom {
  const bytes = keptBytes(ROOM);
  const feeds = openFeeds(archive, (session, kept) => keptTurns(kept, { session, key }));
  let desk: Desk | undefined;

  return {
    voice: webVoice({ feeds, bytes, key }),
    log,
    start(opened) {
      desk = opened;
    },
    stop() {
      desk = undefined;
    },
    commands: () => desk?.cards ?? [],
    complete: (before) => completeLine(before, desk?.cards ?? []),
    events: async (session, how) => eventStream(await feeds.of(session), status, how),
    async say(session, sent) {
      const event = hear(session, sent, { key, manages, now: Date.now() });
      if (desk === undefined) throw notTaking();
      const isNew = await desk.receive(event);
      if (isNew) void desk.answer(event);
      return { known: !isNew };
    },
    async picture(session, answer) {
      const address = `/s/${session}/${encodeURIComponent(answer)}/picture.png`;
      const png = bytes.get(address) ?? (await archive.answer(session, answer))?.png;
      if (png === undefined) throw notFound('This picture');
      bytes.keep(address, png);
      return png;
    },
    async reply(session, answer) {
      const kept = await archive.answer(session, answer);
      if (kept === undefined) throw notFound('This answer');
      return kept.reply;
    },
    file(session, answer, number) {
      const found = bytes.get(`/s/${session}/${encodeURIComponent(answer)}/file/${number}`);
      if (found === undefined) throw notFound('This file');
      return found;
    },
  };
}
