import type { ChatEvent } from '../../src/kernel/chat-event.ts';
import type { Answered, Voice } from '../../src/kernel/voice.ts';

/** A message as it stands on the paper. */
export interface PaperMessage {
  readonly id: string;
  readonly event: string;
  readonly thread: string | undefined;
  words: string;
  answered?: Answered;
  failed?: string;
}

export const MOMENTS = [
  'before open',
  'after open',
  'before answer',
  'after answer',
  'before second answer',
  'after second answer',
  'end',
] as const;

export type Moment = (typeof MOMENTS)[number];

/**
 * A platform of paper: what is said stands in `messages` for as long as the test likes, across desks and
 * stores. Like Discord's, its first message of a turn becomes the answer; unlike any, it can be made to fail.
 */
export function paperVoice(messages: PaperMessage[] = []) {
  const fail: { next?: unknown } = {};
  /** The process dies there: what was called never comes back. */
  const death: { at?: Moment; met: boolean } = { met: false };
  const survive = (moment: Moment): Promise<never> | undefined => {
    if (death.at !== moment) return undefined;
    death.met = true;
    return new Promise(() => {});
  };
  const put = (event: ChatEvent, thread: string | undefined, words: string): PaperMessage => {
    const message = { id: `m${messages.length + 1}`, event: event.id, thread, words };
    messages.push(message);
    return message;
  };
  const stumble = () => {
    const { next } = fail;
    delete fail.next;
    if (next !== undefined) throw next;
  };
  const voice: Voice = {
    platform: 'web',
    async open(event, words) {
      stumble();
      await survive('before open');
      const known = messages.find((message) => message.event === event.id);
      const message = known ?? put(event, event.thread ?? `t-${event.id}`, words);
      await survive('after open');
      return { message: message.id, ...(message.thread === undefined ? {} : { thread: message.thread }) };
    },
    progress(_, place, words) {
      const message = messages.find(({ id }) => id === place.message);
      if (message !== undefined && message.answered === undefined) message.words = words;
    },
    async answer(event, place, answered, index) {
      stumble();
      await survive(index === 0 ? 'before answer' : 'before second answer');
      const first = index === 0 ? messages.find(({ id }) => id === place.message) : undefined;
      const message = first ?? put(event, place.thread, '');
      message.answered = answered;
      message.words = answered.reply.text;
      await survive(index === 0 ? 'after answer' : 'after second answer');
      return message.id;
    },
    async fail(event, place, error, id) {
      stumble();
      const message =
        messages.find((one) => one.id === place?.message && one.answered === undefined) ??
        put(event, place?.thread ?? event.thread, '');
      message.failed = `${error instanceof Error ? error.message : String(error)} [${id}]`;
      return message.id;
    },
    async end() {
      await survive('end');
    },
    sent: async (event, _, { turn }) =>
      messages.find((message) => message.event === event.id && message.answered?.turn === turn)?.id,
  };
  return { voice, messages, fail, death };
}

/** An event of the paper platform; what is left out is usual. */
export const paperEvent = (id: string, text: string, more: Partial<ChatEvent> = {}): ChatEvent => ({
  id,
  platform: 'web',
  workspace: 'w',
  channel: 'c',
  person: { id: 'p1', name: 'Ann' },
  way: 'message',
  text,
  receivedAt: 1_000,
  address: { manages: true },
  ...more,
});
