import { createHash } from 'node:crypto';
import { element, escaped } from './session-markup.ts';
import { STYLE } from './session-style.ts';
import { anchorOf, type SharedTurn, turnMarkup } from './session-turn.ts';

/** A session as a page shows it. */
export interface SharedSession {
  readonly title: string;
  /** What the page is, in a sentence. */
  readonly about: string;
  /** Values are markup of this room's making. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** What is not in it, in sentences. */
  readonly left: readonly string[];
  /** Oldest first. */
  readonly turns: readonly SharedTurn[];
}

/**
 * The page loads nothing, runs nothing and sends nothing: its own style is known by its hash, pictures
 * lie in it, and whatever a person or a model wrote is text.
 */
const POLICY = [
  "default-src 'none'",
  'img-src data:',
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** One file of HTML with everything in it, read without a network and without scripts. */
export function sessionPage(session: SharedSession): string {
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'referrer', content: 'no-referrer' }),
    element('meta', { name: 'robots', content: 'noindex' }),
    element('title', {}, escaped(session.title)),
    element('style', {}, STYLE),
  );
  const body = element('body', {}, element('div', { class: 'page' }, ...parts(session)));
  return `<!doctype html>\n${element('html', { lang: 'en' }, head, body)}\n`;
}

function parts({ title, about, facts, left, turns }: SharedSession): string[] {
  const rows = facts.map(({ label, value }) =>
    element('div', {}, element('dt', {}, escaped(label)), element('dd', {}, value)),
  );
  return [
    element('header', {}, element('h1', {}, escaped(title)), element('p', { class: 'sub' }, escaped(about))),
    element('dl', { class: 'facts' }, ...rows),
    ...left.map((words) => element('p', { class: 'sub' }, escaped(words))),
    turns.length < 2 ? '' : contents(turns),
    element('main', {}, ...turns.map(turnMarkup)),
    element('footer', {}, element('p', {}, escaped(MADE))),
  ];
}

const MADE =
  'Made by dotp. Every number was measured on the model named beside it; each answer’s JSON holds what its picture shows.';

const contents = (turns: readonly SharedTurn[]): string =>
  element(
    'nav',
    { 'aria-label': 'Turns' },
    element('ol', { class: 'turns' }, ...turns.map((turn) => element('li', {}, linkTo(turn)))),
  );

const linkTo = (turn: SharedTurn): string =>
  element(
    'a',
    { href: `#${anchorOf(turn)}` },
    element('span', { class: 'number', 'aria-hidden': 'true' }, String(turn.number)),
    element('span', { dir: 'auto' }, escaped(turn.text.trim() || turn.asks)),
  );
