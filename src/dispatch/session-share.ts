import type { SharedFinding } from '../analysis/shared-finding.ts';
import { bytesInWords } from '../kernel/bytes.ts';
import type { Attachment } from '../kernel/voice.ts';
import type { Turn } from '../memory/channel.ts';
import { DispatchError } from './errors.ts';
import type { Here } from './here.ts';
import { askedOf } from './session-asked.ts';
import { element, escaped, moment } from './session-markup.ts';
import { sessionPage } from './session-page.ts';
import { picturesFor, type Redrawn } from './session-pictures.ts';
import type { SharedTurn } from './session-turn.ts';

/** Turns that a file holds: a page of more is read by nobody. */
const MOST_TURNS = 50;
/** Bytes of a file, about: Discord takes 10 MB. */
const MOST_BYTES = 8_000_000;
/** Of them at most this for pictures; the rest is for JSON, the newest turns' first. */
const PICTURE_BYTES = 5_500_000;
/** Of one reply's text on the page itself, at most about. */
const UNFOLDED_BYTES = 60_000;

/**
 * The session as one file of HTML: every turn's question, picture, words and JSON, read only. Pictures
 * are drawn anew from the stored replies.
 *
 * @throws {DispatchError} `nothing-to-share`
 */
export async function shareSession(
  here: Here,
): Promise<{ readonly finding: SharedFinding; readonly file: Attachment }> {
  const { session, now } = here;
  const [turns, total] = await Promise.all([session.turns(MOST_TURNS), session.count()]);
  if (turns.length === 0) throw nothingToShare();
  const pictures = await picturesFor(turns, here, PICTURE_BYTES);
  const shared = turnsOf(turns, pictures, here, total - turns.length + 1);
  const page = sessionPage({ ...(await headOf(here, turns)), left: leftOut(shared, total), turns: shared });
  const bytes = new TextEncoder().encode(page);
  const name = `dotp-session-${new Date(now).toISOString().slice(0, 10)}.html`;
  const finding: SharedFinding = {
    kind: 'shared',
    method: 'pictures drawn anew from the stored replies; words and JSON as they are stored',
    unit: 'bytes of the file; counts',
    control: 'none',
    caveats: leftOut(shared, total),
    file: name,
    bytes: bytes.length,
    turns: shared.length,
    ofTurns: total,
    pictures: shared.filter(({ png }) => png !== undefined).length,
    ofPictures: turns.filter(({ reply }) => reply.pictures.length > 0).length,
    replies: shared.filter(({ json }) => json).length,
  };
  const description = `The session so far as a page to read: ${shared.length} turns`;
  return { finding, file: { name, type: 'text/html; charset=utf-8', bytes, description } };
}

function turnsOf(
  turns: readonly Turn[],
  pictures: readonly Redrawn[],
  { commands }: Here,
  first: number,
): SharedTurn[] {
  const drawn = pictures.reduce((sum, { png }) => sum + (png?.length ?? 0), 0);
  let room = MOST_BYTES - (drawn * 4) / 3;
  const fits = [...turns].reverse().map(({ reply }) => {
    room -= (Buffer.byteLength(JSON.stringify(reply)) * 4) / 3 + UNFOLDED_BYTES;
    return room > 0;
  });
  return turns.map(({ reply, by, at }, i) => {
    const { asks, typed, text } = askedOf(reply, commands);
    return {
      number: first + i,
      asks,
      typed,
      text,
      ...(by !== undefined && { by: by.name }),
      ...(at !== undefined && { at }),
      reply,
      ...pictures[i],
      json: fits[turns.length - 1 - i] ?? false,
    };
  });
}

async function headOf({ session, commands, now }: Here, turns: readonly Turn[]) {
  const [{ opened }, participants] = await Promise.all([
    session.people.standing(),
    session.people.participants(),
  ]);
  const names = [...new Set(participants.map(({ name }) => name))];
  const models = [...new Set(turns.flatMap(({ reply }) => reply.model?.name ?? []))];
  const bdi = (text: string) => element('bdi', {}, escaped(text));
  const [first] = turns;
  const subject = first === undefined ? '' : askedOf(first.reply, commands).text.trim();
  const facts = [
    { label: 'opened by', value: opened === undefined ? '' : bdi(opened.by.name) },
    { label: 'taking part', value: names.map(bdi).join(', ') },
    { label: models.length > 1 ? 'models' : 'model', value: models.map(bdi).join(', ') },
    { label: 'taken', value: moment(now) },
  ];
  return {
    title: subject === '' ? 'A session with dotp' : `Session on “${shortened(subject)}”`,
    about: 'A read-only snapshot of a conversation with dotp: nothing in it is live.',
    facts: facts.filter(({ value }) => value !== ''),
  };
}

/** What is not in the file, in sentences. */
function leftOut(turns: readonly SharedTurn[], total: number): string[] {
  const noJson = turns.filter(({ json }) => !json).length;
  const noPicture = turns.filter(({ without }) => without !== undefined).length;
  const below = `to keep the file below ${bytesInWords(MOST_BYTES)}`;
  return [
    ...(total > turns.length ? [`The newest ${turns.length} of ${total} turns are here.`] : []),
    ...(noPicture > 0 ? [`${noPicture} without their picture; each says why.`] : []),
    ...(noJson > 0 ? [`${noJson} without their JSON, ${below}; .p/memory.export has all of it.`] : []),
  ];
}

const shortened = (text: string): string =>
  [...text].length <= 80 ? text : `${[...text].slice(0, 79).join('')}…`;

const nothingToShare = (): DispatchError =>
  new DispatchError({
    code: 'nothing-to-share',
    what: 'Nothing has been asked in this thread yet.',
    fix: 'Ask something first: .p/reflect.trace The capital of France is',
  });
