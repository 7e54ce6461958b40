/** One answer as one message: what the picture says, its alternative text, and what can be asked next. */
import type { types } from '@slack/bolt';
import { type AnswerAction, writeAnswerId } from '../answer-id.ts';
import { type Choice, contextLine, fitted, LIMITS, plain, select, textSection } from './blocks.ts';
import { escapeMrkdwn, presentable } from './mrkdwn.ts';

/** What a turn has to say, as plain data; nothing of it is trusted. */
export interface SlackAnswer {
  /** Id of the event that is answered. */
  readonly turn: string;
  readonly text: string;
  /** Of the picture; absent where none is drawn. */
  readonly alt?: string;
  readonly buttons: readonly ButtonAction[];
  /** Of the drawn picture: `L5H1`, and tokens at their positions. */
  readonly heads: readonly string[];
  readonly tokens: readonly { readonly position: number; readonly text: string }[];
}

export type ButtonAction = Exclude<AnswerAction, 'head' | 'token' | 'word'>;

/** What `chat.postMessage` and `chat.update` take, but for where. Nothing in it is read as a mention. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly types.KnownBlock[];
  readonly parse: 'none';
  readonly link_names: false;
  readonly unfurl_links: false;
  readonly unfurl_media: false;
  /** The whole text where the message could not hold it; to be sent as a file beside it. */
  readonly wholeText?: string;
}

const WORDS: Readonly<Record<ButtonAction, string>> = {
  toggle: 'QK / OV',
  deeper: 'Deeper',
  fork: 'Fork',
  rerun: 'Run again',
  stop: 'Stop',
  json: 'JSON',
};

/** Shares of {@link LIMITS}.message; what is left is for the menus, half each. */
const TEXT_ROOM = 3000;
const ALT_ROOM = 1000;
const MENU_ROOM = 3000;

/**
 * @param channel  where it will stand: its buttons work nowhere else
 * @param key      what answer ids are signed with
 */
export function answerMessage(answer: SlackAnswer, channel: string, key: Uint8Array): SlackMessage {
  const written = fitted(answer.text, TEXT_ROOM);
  const tooLong = written.length < escapeMrkdwn(presentable(answer.text).trim()).length;
  const note = tooLong ? [contextLine('The whole text is in the file.', 100)] : [];
  const alt = answer.alt === undefined ? undefined : `Picture: ${answer.alt}`;
  return {
    text: alt === undefined ? written : `${written}\n${fitted(alt, ALT_ROOM)}`,
    blocks: [
      textSection(answer.text, TEXT_ROOM),
      ...note,
      ...(alt === undefined ? [] : [contextLine(alt, ALT_ROOM)]),
      ...controls(answer, channel, key),
    ],
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    ...(tooLong ? { wholeText: presentable(answer.text) } : {}),
  };
}

/** A row of buttons and a row of menus, each only where there is something in it. */
function controls(answer: SlackAnswer, channel: string, key: Uint8Array): types.ActionsBlock[] {
  const idOf = (action: AnswerAction) => writeAnswerId({ action, turn: answer.turn }, channel, key);
  const buttons = [...new Set(answer.buttons)].map(
    (action): types.Button => ({
      type: 'button',
      action_id: idOf(action),
      text: plain(WORDS[action], LIMITS.button),
      ...(action === 'stop' ? { style: 'danger' } : {}),
    }),
  );
  const menus = [
    select(headChoices(answer), { actionId: idOf('head'), placeholder: 'Look at a head', room: MENU_ROOM }),
    select(tokenChoices(answer), {
      actionId: idOf('token'),
      placeholder: 'Ask about a token',
      room: MENU_ROOM,
    }),
  ].filter((menu) => menu !== undefined);
  return [buttons, menus].filter((row) => row.length > 0).map((elements) => ({ type: 'actions', elements }));
}

const headChoices = ({ heads }: SlackAnswer): Choice[] =>
  [...new Set(heads)].map((head) => ({ text: head, value: head }));

/** The last tokens first: the answer is asked about most. */
const tokenChoices = ({ tokens }: SlackAnswer): Choice[] =>
  [...tokens]
    .sort((a, b) => b.position - a.position)
    .map(({ position, text }) => ({ text: `${position} ${text}`, value: String(position) }));
