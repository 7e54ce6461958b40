import type { SessionFinding, SessionMoment, SessionTurn } from '../analysis/session-finding.ts';
import type { Turn } from '../memory/channel.ts';
import type { Here } from './here.ts';
import { askedOf } from './session-asked.ts';

/** Turns that are read: what each person asked is counted over these. */
const READ = 200;
/** Characters of a text that are shown. */
const MOST_TEXT = 400;

/** @param most  turns listed, the newest */
export async function sessionFinding(here: Here, most: number): Promise<SessionFinding> {
  const { session, models, thread } = here;
  const [facts, standing, participants, turns, total] = await Promise.all([
    session.session(),
    session.people.standing(),
    session.people.participants(),
    session.turns(READ),
    session.count(),
  ]);
  const { opened, closed } = standing;
  const first = total - turns.length + 1;
  return {
    kind: 'session',
    method: 'read from what is kept of this thread',
    unit: 'times in milliseconds since 1970',
    control: 'none',
    caveats: total > turns.length ? [`Who asked is counted over the newest ${turns.length} turns.`] : [],
    thread: thread ?? null,
    state: opened === undefined ? 'new' : closed === undefined ? 'open' : 'closed',
    opened: momentOf(opened),
    closed: momentOf(closed),
    people: participants.map((person) => ({
      ...person,
      asked: turns.filter(({ by }) => by?.id === person.id).length,
    })),
    prompt: facts.prompt === undefined ? null : cut(facts.prompt),
    mode: facts.mode,
    model: facts.model ?? null,
    usual: models.usual ?? null,
    total,
    turns: turns.map((turn, i) => turnOf(here, turn, first + i)).slice(-most),
  };
}

function turnOf({ commands }: Here, { reply, by, at }: Turn, number: number): SessionTurn {
  const { typed, text } = askedOf(reply, commands);
  return {
    number,
    ...(by !== undefined && { by: by.name, person: by.id }),
    ...(at !== undefined && { at }),
    typed,
    text: cut(text),
    ...(reply.model !== null && { model: reply.model.name }),
  };
}

const momentOf = (
  moment: { readonly by: { readonly name: string }; readonly at: number } | undefined,
): SessionMoment | null => (moment === undefined ? null : { by: moment.by.name, at: moment.at });

/** By code points, so that no character is cut in two. */
const cut = (text: string): string =>
  [...text].length <= MOST_TEXT ? text : `${[...text].slice(0, MOST_TEXT - 1).join('')}…`;
