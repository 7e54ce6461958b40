import type { Finding } from '../analysis/findings.ts';
import type { Figure } from '../figure/figure.ts';
import type { Reply } from '../kernel/reply.ts';
import type { Answer, House } from './house.ts';

/** Draws the figure and notes its size, alt text and time in the reply; file names are the front end's. */
export async function draw(reply: Reply<Finding>, figure: Figure | undefined, house: House): Promise<Answer> {
  if (figure === undefined) return { reply };
  const started = performance.now();
  const drawn = await house.draw(figure);
  const picture = { file: '', width: drawn.width, height: drawn.height, alt: figure.alt };
  const timing = { ...reply.timing, draw: performance.now() - started };
  return { reply: { ...reply, pictures: [picture], timing }, figure, drawn };
}

/** A stored answer with its picture again: from the reply alone, so the same bytes as the first time. */
export async function redrawn(reply: Reply<Finding>, house: House): Promise<Answer> {
  const command = house.commands.get(reply.command.replace(/^\.p\//, ''));
  const figure = reply.pictures.length === 0 ? undefined : command?.show?.(reply, reply.params);
  const { figure: shown, drawn } = await draw(reply, figure, house);
  return { reply, ...(shown && { figure: shown }), ...(drawn && { drawn }) };
}
