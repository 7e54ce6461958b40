import type { ChatEvent } from '../../kernel/chat-event.ts';
import type { Answered, Voice } from '../../kernel/voice.ts';
import { LABELS } from '../offered.ts';
import { failureWords } from './failure.ts';
import type { Feeds } from './feeds.ts';
import type { KeptBytes } from './kept-bytes.ts';
import { controlOf, pageAnswer } from './page-answer.ts';
import type { PageTurn } from './page-turn.ts';

export interface VoiceParts {
  readonly feeds: Feeds;
  /** Pictures and files, under their addresses. */
  readonly bytes: KeptBytes;
  /** What controls are signed with. */
  readonly key: Uint8Array;
}

/**
 * Says things on the page: each call changes the one turn that it is about, and whoever looks at the
 * session gets it. Saying the same again changes nothing, so that a turn taken up after a restart is
 * never shown twice.
 */
export function webVoice({ feeds, bytes, key }: VoiceParts): Voice {
  const change = (event: ChatEvent, how: (turn: PageTurn) => PageTurn | undefined) =>
    feeds.change(event.channel, event.id, (now) => how(now ?? newTurn(event)));
  const working = (event: ChatEvent, words: string): Pick<Required<PageTurn>, 'working'> => ({
    working: {
      words,
      stop: controlOf('stop', event.id, { session: event.channel, key }),
    },
  });

  return {
    platform: 'web',
    async open(event, words) {
      await change(event, (turn) => ({ ...turn, ...working(event, words) }));
      return {};
    },
    progress(event, _place, words) {
      const show = (turn: PageTurn) =>
        turn.failed !== undefined || turn.working?.words === words
          ? undefined
          : { ...turn, ...working(event, words) };
      // A page that does not hear how far the work is still gets the answer.
      change(event, show).catch(() => {});
    },
    async answer(event, _place, answered) {
      const shown = pageAnswer(answered, { session: event.channel, key });
      keep(bytes, answered, shown);
      await change(event, ({ working: _, ...turn }) => ({
        ...turn,
        answers: [...turn.answers.filter(({ id }) => id !== shown.id), shown],
      }));
      return shown.id;
    },
    async fail(event, _place, error, id) {
      const failed = { words: failureWords(error), id };
      await change(event, ({ working: _, ...turn }) => ({ ...turn, failed }));
      return `${event.id}.failed`;
    },
    end: (event) => change(event, ({ working: _, ...turn }) => turn),
    async sent(event, _place, answered) {
      const shown = (await feeds.of(event.channel)).get(event.id)?.answers ?? [];
      return shown.find(({ id }) => id === answered.turn)?.id;
    },
  };
}

const newTurn = (event: ChatEvent): PageTurn => ({
  id: event.id,
  by: event.person.name,
  said: saidBy(event),
  answers: [],
});

/** A button is told by what stands on it. */
const saidBy = ({ way, text }: ChatEvent): string =>
  (way === 'button' && new Map(Object.entries(LABELS)).get(text)) || text;

function keep(bytes: KeptBytes, { png, files }: Answered, shown: ReturnType<typeof pageAnswer>): void {
  if (png !== undefined && shown.picture !== undefined) bytes.keep(shown.picture.src, png);
  files.forEach((file, i) => {
    const address = shown.files.find(({ href }) => href.endsWith(`/file/${i}`))?.href;
    if (address !== undefined) bytes.keep(address, file.bytes);
  });
}
