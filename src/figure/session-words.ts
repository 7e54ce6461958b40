import type {
  SessionFinding,
  SessionMoment,
  SessionPerson,
  SessionTurn,
} from '../analysis/session-finding.ts';
import type { SharedFinding } from '../analysis/shared-finding.ts';
import { bytesInWords } from '../kernel/bytes.ts';
import { count } from '../kernel/numbers.ts';

/** Characters of a turn in a line. */
const LINE = 100;

/** A session in lines: since when, who, what it goes on with, what was asked. */
export function sessionWords(session: SessionFinding): string {
  const { people, total, turns } = session;
  const rest = total > turns.length ? `, the newest ${turns.length}:` : ':';
  return [
    stateWords(session),
    ...(people.length === 0 ? [] : [`Taking part: ${people.map(personWords).join(', ')}.`]),
    goesOn(session),
    ...(total === 0 ? ['Nothing has been asked yet.'] : [`${numbered(total, 'turn')}${rest}`]),
    ...turns.map(turnLine),
  ].join('\n');
}

export const closedWords = ({ closed }: SessionFinding): string =>
  `Closed${closed === null ? '' : ` by ${closed.by}`}. What is merely said here is no longer answered; any command opens the session again.`;

export const leftWords = ({ people }: SessionFinding): string => {
  const here = people.filter(({ left }) => left === undefined);
  const rest =
    here.length === 0 ? 'Nobody does now' : `Still there: ${here.map(({ name }) => name).join(', ')}`;
  return `You take part no longer. ${rest}. Asking anything here joins again.`;
};

export function sharedWords(shared: SharedFinding): string {
  const { file, bytes, turns, ofTurns, pictures, replies } = shared;
  const of =
    turns === ofTurns ? numbered(turns, 'turn') : `the newest ${turns} of ${numbered(ofTurns, 'turn')}`;
  return `The session as a page to read, ${of}, with ${numbered(pictures, 'picture')} and the JSON of ${replies}: ${file}, ${bytesInWords(bytes)}. It is a snapshot: what is said from now on is not in it.`;
}

function stateWords({ state, opened, closed }: SessionFinding): string {
  const since = opened === null ? '' : `, opened by ${momentWords(opened)}`;
  if (state === 'new') return 'This session was not opened in a chat.';
  return closed === null ? `Open${since}.` : `Closed by ${momentWords(closed)}${since}.`;
}

export const momentWords = ({ by, at }: SessionMoment): string => {
  const iso = new Date(at).toISOString();
  return `${by} on ${iso.slice(0, 10)} at ${iso.slice(11, 16)} UTC`;
};

const personWords = ({ name, asked, left }: SessionPerson): string =>
  `${name} (${count(asked)} asked${left === undefined ? '' : ', left'})`;

/** The view that pictures are drawn in. */
export const MODES = { session: 'whole', qk: 'QK', ov: 'OV' } as const;

/** The model that is asked next. */
export const goesOnWith = ({ model, usual }: SessionFinding): string =>
  model ?? (usual === null ? 'the usual model' : `${usual}, the usual model`);

function goesOn(session: SessionFinding): string {
  const { prompt, mode } = session;
  const about = prompt === null ? '' : ` about “${line(prompt)}”`;
  return `Goes on${about} with ${goesOnWith(session)}, in the ${MODES[mode]} view.`;
}

const turnLine = ({ number, by, typed, text }: SessionTurn): string =>
  `${number}. ${by === undefined ? '' : `${by}: `}${line([typed, text].filter((part) => part !== '').join(' '))}`;

function line(text: string): string {
  const one = [...text.replace(/\s+/g, ' ').trim()];
  return one.length <= LINE ? one.join('') : `${one.slice(0, LINE - 1).join('')}…`;
}

const numbered = (n: number, name: string): string => `${count(n)} ${name}${n === 1 ? '' : 's'}`;
