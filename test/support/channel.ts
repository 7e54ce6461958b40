import type { Finding } from '../../src/analysis/findings.ts';
import type { Answer, House } from '../../src/dispatch/house.ts';
import { houseFor, type Rooms, type Visit } from '../../src/dispatch/rooms.ts';
import { replySchema } from '../../src/dispatch/schema.ts';
import { answersOf, roomsAround } from './house.ts';

/** Rooms without a model: commands that act on the channel need none. */
export const emptyRooms = (): Promise<Rooms> =>
  roomsAround(() => Promise.reject(new Error('the model was asked')));

/** A house as Ann sees it, who manages the server, in one thread of it; what is given differs. */
export const visit = (rooms: Rooms, differs: Partial<Visit> = {}): House =>
  houseFor(rooms, {
    workspace: 'w',
    channel: 'c',
    thread: 't',
    person: { id: 'U0ANN', name: 'Ann' },
    manages: true,
    talks: true,
    now: 1000,
    ...differs,
  });

/** The answer to one command, held against the schema. */
export async function answerTo(line: string, house: House): Promise<Answer> {
  const [answer, ...others] = await answersOf(line, house);
  if (answer === undefined || others.length > 0) throw new Error(`${line} is not one command`);
  replySchema.parse(JSON.parse(JSON.stringify(answer.reply)));
  return answer;
}

export async function found<Kind extends Finding['kind']>(
  line: string,
  house: House,
  kind: Kind,
): Promise<Extract<Finding, { kind: Kind }>> {
  const { findings } = (await answerTo(line, house)).reply;
  const finding = findings.find((each): each is Extract<Finding, { kind: Kind }> => each.kind === kind);
  if (finding === undefined) throw new Error(`${line} found no ${kind}`);
  return finding;
}
