import { bytesInWords } from '../kernel/bytes.ts';
import type { Reply } from '../kernel/reply.ts';
import type { Turn } from '../memory/channel.ts';
import type { Here } from './here.ts';
import { isReply } from './schema.ts';

/** A stored answer's picture, or why there is none. */
export interface Redrawn {
  readonly png?: Uint8Array;
  readonly without?: string;
}

type Drawing = Pick<Here, 'commands' | 'draw'>;

/**
 * Pictures of stored answers, drawn again from their replies alone; the newest first, until the room
 * is used up.
 *
 * @param room  bytes of all pictures together as base64 text
 * @returns     one for each turn, in their order
 */
export async function picturesFor(
  turns: readonly Turn[],
  drawing: Drawing,
  room: number,
): Promise<readonly Redrawn[]> {
  const found: Redrawn[] = [];
  let left = room;
  for (const { reply } of [...turns].reverse()) {
    const redrawn = left > 0 ? await redraw(reply, drawing) : tooMuch(reply, room);
    left -= ((redrawn.png?.length ?? 0) * 4) / 3;
    found.unshift(left < 0 && redrawn.png !== undefined ? tooMuch(reply, room) : redrawn);
  }
  return found;
}

/** One after another: drawing is quick, and a page of fifty must not keep others waiting. */
async function redraw(reply: Reply, { commands, draw }: Drawing): Promise<Redrawn> {
  if (reply.pictures.length === 0) return {};
  if (!isReply(reply))
    return { without: 'Its picture was stored by another version and cannot be drawn again.' };
  const figure = commands.get(reply.command.replace(/^\.p\//, ''))?.show?.(reply, reply.params);
  if (figure === undefined) return { without: 'Its picture cannot be drawn again by this version.' };
  return { png: (await draw(figure)).png };
}

const tooMuch = (reply: Reply, room: number): Redrawn =>
  reply.pictures.length === 0
    ? {}
    : { without: `Its picture is left out: pictures here fill ${bytesInWords(room)} already.` };
