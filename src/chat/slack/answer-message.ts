/** One answer as one message: what the picture says, its alternative text, and what can be asked next. */
import type { types } from '@slack/bolt';
import type { Pick } from '../../kernel/pick.ts';
import { type AnswerAction, writeAnswerId } from '../answer-id.ts';
import { type ButtonAction, LABELS } from '../offered.ts';
import { contextLine, fitted, LIMITS, plain, select, textSection } from './blocks.ts';
import { escapeMrkdwn, presentable } from './mrkdwn.ts';

/** What a turn has to say, as plain data; nothing of it is trusted. */
export interface SlackAnswer {
  /** What its controls refer to. */
  readonly turn: string;
  readonly text: string;
  /** What it does not say, below it in small. */
  readonly caveats?: readonly string[];
  /** Of the picture; absent where none is drawn. */
  readonly alt?: string;
  readonly buttons: readonly ButtonAction[];
  readonly picks: readonly Pick[];
  /** By which the message is found again: the id of its first block. */
  readonly mark?: string;
}

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

const MENUS: Readonly<Record<Pick['action'], string>> = {
  word: 'Why this word?',
  head: 'Look at a head',
  token: 'Ask about a token',
};

/** Shares of {@link LIMITS}.message, the first three of the 4,000 that `text` may have too; the menus have theirs together. */
const TEXT_ROOM = 2700;
const CAVEAT_ROOM = 700;
const ALT_ROOM = 590;
const MENU_ROOM = 5300;

/** A message of ours: nothing that was typed or generated calls anybody. @param text  escaped already */
export const messageOf = (text: string, blocks: readonly types.KnownBlock[]): SlackMessage => ({
  text,
  blocks,
  parse: 'none',
  link_names: false,
  unfurl_links: false,
  unfurl_media: false,
});

/**
 * @param channel  where it will stand: its buttons work nowhere else
 * @param key      what answer ids are signed with
 */
export function answerMessage(answer: SlackAnswer, channel: string, key: Uint8Array): SlackMessage {
  const { mark } = answer;
  const caveats = (answer.caveats ?? []).map((caveat) => `· ${caveat}`).join('\n');
  const parts = [
    { words: answer.text, room: TEXT_ROOM },
    { words: caveats, room: CAVEAT_ROOM },
    { words: altOf(answer), room: ALT_ROOM },
  ].filter(({ words }, i) => i === 0 || words !== '');
  const isCut = isTooLong(answer.text, TEXT_ROOM) || isTooLong(caveats, CAVEAT_ROOM);
  const [, ...small] = parts.map(({ words, room }) => contextLine(words, room));
  const blocks = [
    { ...textSection(answer.text, TEXT_ROOM), ...(mark && { block_id: mark }) },
    ...(isCut ? [contextLine('The whole text is in the file.', 100)] : []),
    ...small,
    ...controls(answer, channel, key),
  ];
  const text = parts.map(({ words, room }) => fitted(words, room)).join('\n');
  const whole = presentable([answer.text, caveats].filter(Boolean).join('\n'));
  return { ...messageOf(text, blocks), ...(isCut ? { wholeText: whole } : {}) };
}

const isTooLong = (text: string, room: number): boolean =>
  fitted(text || ' ', room).length < escapeMrkdwn(presentable(text).trim()).length;

/** What the picture shows beyond what is said above it: alternative texts of files reach few readers on Slack. */
function altOf({ alt, text }: SlackAnswer): string {
  const sentences = (alt ?? '').split(/(?<=[.?!]) (?=\p{Lu}|\d|[“"])/u);
  const anew = sentences.filter((sentence) => !text.includes(sentence)).join(' ');
  return anew === '' ? '' : `Picture: ${anew}`;
}

/** A row of buttons and a row of menus, each only where there is something in it. */
function controls(answer: SlackAnswer, channel: string, key: Uint8Array): types.ActionsBlock[] {
  const idOf = (action: AnswerAction) => writeAnswerId({ action, turn: answer.turn }, channel, key);
  const buttons = [...new Set(answer.buttons)].map((action) => button(action, idOf(action)));
  return [buttons, menus(answer.picks, idOf)]
    .filter((row) => row.length > 0)
    .map((elements) => ({ type: 'actions', elements }));
}

/** @param id  its answer's id, signed */
export const button = (action: ButtonAction, id: string): types.Button => ({
  type: 'button',
  action_id: id,
  text: plain(LABELS[action], LIMITS.button),
  ...(action === 'stop' ? { style: 'danger' } : {}),
});

/** One menu for each kind of pick, in the order they come. */
function menus(picks: readonly Pick[], idOf: (action: AnswerAction) => string): types.StaticSelect[] {
  const actions = [...new Set(picks.map(({ action }) => action))];
  return actions.flatMap((action) => {
    const choices = new Map(
      picks
        .filter((pick) => pick.action === action)
        .map(({ argument, label, note = '' }) => [argument, `${label}  ${note}`.trim()]),
    );
    const menu = select(
      [...choices].map(([value, text]) => ({ text, value })),
      { actionId: idOf(action), placeholder: MENUS[action], room: MENU_ROOM / actions.length },
    );
    return menu ?? [];
  });
}
