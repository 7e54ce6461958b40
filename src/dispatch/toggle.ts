import type { Finding } from '../analysis/findings.ts';
import type { Reply } from '../kernel/reply.ts';
import { draw } from './draw.ts';
import { DispatchError } from './errors.ts';
import type { Answer, House } from './house.ts';

/**
 * QK ↔ OV: draws the thread's last picture again in the other mode, from the stored reply. The model
 * is not run; the whole view (`session`) turns to QK first.
 *
 * @param about  the answer to turn, where its own button was pressed; else the thread's last that has two sides
 * @throws {DispatchError} `nothing-to-toggle`
 */
export async function toggle(house: House, about?: Reply<Finding>): Promise<Answer> {
  const last = about ?? (await lastWithSides(house));
  const command = last === undefined ? undefined : house.commands.get(last.command.replace('.p/', ''));
  if (last === undefined || command?.show === undefined || !('mode' in last.params)) {
    throw new DispatchError({
      code: 'nothing-to-toggle',
      what: 'There is no picture in this thread that has a QK and an OV side.',
      fix: 'Ask for one first: .p/reflect.trace The capital of France is',
    });
  }
  const params = { ...last.params, mode: last.params.mode === 'qk' ? 'ov' : 'qk' };
  const reply = { ...last, params, timing: { queued: 0, model: 0, analysis: 0, draw: 0 } };
  return draw({ ...reply, text: command.say(reply, params) }, command.show(reply, params), house);
}

/** Answers that are looked through for one with two sides. */
const LOOKED_AT = 50;

async function lastWithSides({ session }: House): Promise<Reply<Finding> | undefined> {
  const last = await session.last();
  if (last === undefined || 'mode' in last.params) return last;
  return (await session.turns(LOOKED_AT)).findLast(({ params }) => 'mode' in params) ?? last;
}
