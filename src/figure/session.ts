import type { Finding } from '../analysis/findings.ts';
import type { SessionFinding, SessionPerson, SessionTurn } from '../analysis/session-finding.ts';
import { count } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { cut, graphemes, isolate, printable } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { findingOf } from './finding-of.ts';
import { LANES, type SessionFigure } from './session-figure.ts';
import { goesOnWith, MODES, momentWords, sessionWords } from './session-words.ts';

/** Rows that can be read on one card. */
const ROWS = 10;

/**
 * The newest turns of a session in the lanes of those who asked; nothing where nothing was asked.
 *
 * @throws {RangeError} when the reply holds no session finding
 */
export function sessionFigure(reply: Reply<Finding>): SessionFigure | undefined {
  const session = findingOf(reply, 'session');
  const { total, mode, state } = session;
  if (total === 0) return undefined;
  const lanes = lanesOf(session);
  const rows = session.turns.slice(-ROWS);
  return {
    kind: 'session',
    title: 'Who asked what in this session?',
    subtitle: subtitleOf(session, rows.length),
    ...(state === 'new' ? {} : { badge: { text: state, tone: 'plain' as const } }),
    footer: [
      { label: 'goes on with', value: cut(goesOnWith(session), 40) },
      { label: 'view', value: MODES[mode] },
      { label: session.method, value: '' },
    ],
    alt: alt(sessionWords({ ...session, turns: rows }).split('\n')),
    people: lanes.map(({ name, asked, left }) => ({
      label: plain(name, 40) || '–',
      initial: initialOf(name),
      note: `${count(asked)} asked`,
      gone: left !== undefined,
    })),
    rows: rows.map((turn, i) => rowOf(turn, rows[i - 1], lanes)),
  };
}

function subtitleOf({ opened, total }: SessionFinding, shown: number): string {
  const turns = `${count(total)} ${total === 1 ? 'turn' : 'turns'}`;
  return [
    ...(opened === null ? [] : [`opened by ${plain(momentWords(opened), 80)}`]),
    shown < total ? `${turns}, the newest ${shown}` : turns,
  ].join(' · ');
}

/** Who asked or takes part, by how much they asked; those beyond the last lane share it. */
function lanesOf({ people, turns }: SessionFinding): (SessionPerson & { readonly ids: readonly string[] })[] {
  const known = new Set(people.map(({ id }) => id));
  const strangers = turns.flatMap(({ person: id, by: name = '' }) => {
    if (id === undefined || known.has(id)) return [];
    known.add(id);
    return [{ id, name, joined: 0, asked: turns.filter(({ person }) => person === id).length }];
  });
  const all = [...people, ...strangers].map((person) => ({ ...person, ids: [person.id] }));
  if (all.length <= LANES) return all;
  const ranked = [...all].sort((a, b) => b.asked - a.asked || a.joined - b.joined);
  const rest = ranked.slice(LANES - 1);
  const asked = rest.reduce((sum, person) => sum + person.asked, 0);
  const others = { id: '', name: `${count(rest.length)} others`, joined: 0, asked };
  return [...ranked.slice(0, LANES - 1), { ...others, ids: rest.map(({ id }) => id) }];
}

function rowOf(
  { number, at, person, typed, text }: SessionTurn,
  before: SessionTurn | undefined,
  lanes: readonly { readonly ids: readonly string[] }[],
): SessionFigure['rows'][number] {
  const lane = person === undefined ? -1 : lanes.findIndex(({ ids }) => ids.includes(person));
  return {
    number: count(number),
    time: timeOf(at, before?.at),
    ...(lane >= 0 && { lane }),
    typed: plain(typed, 80),
    text: typed === '' ? `“${isolate(plain(text, 120))}”` : plain(text, 120),
  };
}

/** UTC, the day where it is another than the row's before. */
function timeOf(at: number | undefined, before: number | undefined): string {
  if (at === undefined) return '';
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  const same = before !== undefined && new Date(before).toISOString().startsWith(day);
  return same ? time.slice(0, 5) : `${day.slice(5)} ${time.slice(0, 5)}`;
}

/** One line of what can be drawn. */
const plain = (text: string, most: number): string =>
  cut(printable(text.slice(0, 2_000).replace(/\s+/g, ' ').trim()), most);

const initialOf = (name: string): string =>
  name.endsWith(' others')
    ? '+'
    : (graphemes(plain(name.replace(/^\P{L}+(?=\p{L})/u, ''), 4))[0] ?? '·').toUpperCase();
