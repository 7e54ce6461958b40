import { bytesInWords } from '../kernel/bytes.ts';
import type { Reply } from '../kernel/reply.ts';
import { dataAddress, element, escaped, moment } from './session-markup.ts';

/** One turn as a shared page shows it. */
export interface SharedTurn {
  /** Counts the session's turns from 1. */
  readonly number: number;
  /** The question of its command: `Why does the model say its next word?` */
  readonly asks: string;
  /** The command as one would type it, without what it takes by itself; empty for plain words. */
  readonly typed: string;
  /** The text asked about, or the words that were said. */
  readonly text: string;
  /** Name of who asked. */
  readonly by?: string;
  /** Milliseconds since 1970. */
  readonly at?: number;
  readonly reply: Reply;
  readonly png?: Uint8Array;
  /** Why a picture that the answer had is not here. */
  readonly without?: string;
  /** The whole reply goes with it. */
  readonly json: boolean;
}

/** Characters of a text that stand on the page; of a reply all of them are in its file. */
const UNFOLDED = 20_000;

const cut = (text: string): string => (text.length <= UNFOLDED ? text : `${text.slice(0, UNFOLDED)}…`);

/** Anchor of a turn within its page. */
export const anchorOf = ({ number }: Pick<SharedTurn, 'number'>): string => `turn-${number}`;

/** A turn as a section of its own: question, picture, words, what to beware of, its JSON. */
export function turnMarkup(turn: SharedTurn): string {
  const { number, asks, reply } = turn;
  const anchor = anchorOf(turn);
  return element(
    'article',
    { id: anchor, 'aria-labelledby': `${anchor}-asks` },
    element(
      'header',
      {},
      element('span', { class: 'number', 'aria-hidden': 'true' }, String(number)),
      element('div', {}, element('h2', { id: `${anchor}-asks` }, escaped(asks)), metaMarkup(turn)),
    ),
    askedMarkup(turn),
    pictureMarkup(turn),
    reply.text.trim() === ''
      ? ''
      : element('p', { class: 'words', dir: 'auto' }, escaped(cut(reply.text.trim()))),
    caveatsMarkup(reply.caveats),
    jsonMarkup(turn),
  );
}

/** Who, when, on which model, and how long it took. */
function metaMarkup({ by, at, reply }: SharedTurn): string {
  const { queued, model, analysis, draw } = reply.timing;
  const seconds = (queued + model + analysis + draw) / 1000;
  const parts = [
    ...(by === undefined ? [] : [`asked by ${element('bdi', {}, escaped(by))}`]),
    ...(at === undefined ? [] : [moment(at)]),
    ...(reply.model === null ? [] : [`on ${element('bdi', {}, escaped(reply.model.name))}`]),
    ...(seconds < 0.05 ? [] : [`took ${seconds.toFixed(1)} s`]),
  ];
  return parts.length === 0 ? '' : element('p', { class: 'meta' }, parts.join(' · '));
}

function askedMarkup({ typed, text }: SharedTurn): string {
  const lines = [
    ...(typed === '' ? [] : [element('p', {}, element('code', {}, escaped(typed)))]),
    ...(text === '' ? [] : [element('p', { dir: 'auto' }, escaped(cut(text)))]),
  ];
  return lines.length === 0 ? '' : element('div', { class: 'asked' }, ...lines);
}

function pictureMarkup({ png, without, reply }: SharedTurn): string {
  const [picture] = reply.pictures;
  if (png === undefined || picture === undefined)
    return without === undefined ? '' : element('p', { class: 'nothing' }, escaped(without));
  const { alt, width, height } = picture;
  return element('figure', {}, element('img', { src: dataAddress('image/png', png), alt, width, height }));
}

const caveatsMarkup = (caveats: readonly string[]): string =>
  caveats.length === 0
    ? ''
    : element('ul', { class: 'caveats' }, ...caveats.map((caveat) => element('li', {}, escaped(caveat))));

function jsonMarkup({ json, number, reply }: SharedTurn): string {
  if (!json) return '';
  const bytes = Buffer.from(JSON.stringify(reply));
  const shown = JSON.stringify(reply, null, 1);
  const cut = shown.length > UNFOLDED;
  const file = `${number}-${reply.command.replace(/^\.p\//, '').replace(/[^\w.-]/g, '_')}.json`;
  const save = element('a', { href: dataAddress('application/json', bytes), download: file }, 'Save it');
  const note = cut ? ` whole; below, its first ${UNFOLDED.toLocaleString('en-US')} characters.` : '.';
  return element(
    'details',
    {},
    element('summary', {}, `The numbers as JSON, ${bytesInWords(bytes.length)}`),
    element('p', {}, save, note),
    element('pre', { tabindex: 0 }, escaped(shown.slice(0, UNFOLDED))),
  );
}
