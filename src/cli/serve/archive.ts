import type { Archive, Kept } from '../../chat/web/archive.ts';
import { WORKSPACE } from '../../chat/web/hear.ts';
import { redrawn } from '../../dispatch/draw.ts';
import { picksOf } from '../../dispatch/picks.ts';
import { houseFor, type Rooms } from '../../dispatch/rooms.ts';
import { isReply } from '../../dispatch/schema.ts';
import type { Answered } from '../../kernel/voice.ts';
import type { Turn } from '../../memory/channel.ts';
import { typedAgain } from './typed-again.ts';

/** What the page asks of memory: the answers of a session, and one of them with its picture drawn again. */
export function webArchive(rooms: Rooms): Archive {
  const sessionOf = (session: string) => rooms.memory.channel(session, WORKSPACE);
  return {
    answers: async (session, most) =>
      (await sessionOf(session).turns(most)).flatMap((turn) => keptOf(turn, rooms) ?? []),
    async answer(session, name) {
      const reply = await sessionOf(session).reply(name);
      if (reply === undefined || !isReply(reply)) return undefined;
      const { drawn } = await redrawn(reply, houseFor(rooms, visitOf(session)));
      const answered: Answered = { turn: name, reply, picks: [], files: [], show: 'answer' };
      return drawn === undefined ? answered : { ...answered, png: drawn.png };
    },
  };
}

/** An answer that another version of dotp stored in another form is passed over. */
function keptOf({ id, reply, by }: Turn, { commands }: Rooms): Kept | undefined {
  if (!isReply(reply)) return undefined;
  return {
    turn: id,
    reply,
    picks: picksOf(reply),
    files: [],
    show: 'answer',
    said: typedAgain(reply, commands),
    ...(by === undefined ? {} : { by: by.name }),
  };
}

/** Nobody: a picture is drawn from what is stored, and nothing is written. */
const visitOf = (session: string) => ({
  workspace: WORKSPACE,
  channel: session,
  person: { id: 'page', name: 'page' },
  manages: false,
  talks: false,
  now: Date.now(),
});
