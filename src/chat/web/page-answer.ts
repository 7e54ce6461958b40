import type { Answered } from '../../kernel/voice.ts';
import { type AnswerAction, writeAnswerId } from '../answer-id.ts';
import { type ButtonAction, LABELS, offered } from '../offered.ts';
import type { PageAnswer } from './page-turn.ts';

/** Whose controls they are; an id is worth nothing in another session. */
export interface Owner {
  readonly session: string;
  readonly key: Uint8Array;
}

/** One answer as the page shows it: the same controls as in the chats. */
export function pageAnswer({ turn, reply, picks, files, show }: Answered, owner: Owner): PageAnswer {
  const at = `/s/${owner.session}/${encodeURIComponent(turn)}`;
  const [picture] = reply.pictures;
  const json = {
    name: `${nameOf(reply.command)}.json`,
    about: 'Every number of the answer.',
    href: `${at}/reply.json`,
  };
  const whole = show === 'answer';
  return {
    id: turn,
    command: reply.command,
    prompt: reply.prompt.text,
    text: whole ? reply.text : '',
    caveats: whole ? reply.caveats : [],
    ...(picture === undefined || !whole
      ? {}
      : {
          picture: {
            src: `${at}/picture.png`,
            alt: picture.alt,
            width: picture.width,
            height: picture.height,
          },
        }),
    buttons: whole
      ? buttonsOf(reply).map((action) => ({
          label: LABELS[action],
          control: controlOf(action, turn, owner),
        }))
      : [],
    picks: whole
      ? picks.map(({ action, argument, label, note = '' }) => ({
          label,
          note,
          control: controlOf(action, turn, owner, argument),
        }))
      : [],
    files: [
      ...(offered(reply).includes('json') ? [json] : []),
      ...files.map(({ name, description }, i) => ({ name, about: description, href: `${at}/file/${i}` })),
    ],
  };
}

/** Signed for the session. */
export const controlOf = (
  action: AnswerAction,
  turn: string,
  { session, key }: Owner,
  argument?: string,
): string => writeAnswerId({ action, turn, ...(argument === undefined ? {} : { argument }) }, session, key);

/** JSON is a link on this page. */
const buttonsOf = (reply: Answered['reply']): ButtonAction[] =>
  offered(reply).filter((action) => action !== 'json');

/** `.p/reflect.trace` → `reflect.trace`, fit for a file. */
const nameOf = (command: string): string =>
  command
    .replace(/^\.p\//, '')
    .replace(/[^a-z0-9.-]+/gi, '-')
    .replace(/^[.-]+/, '') || 'answer';
