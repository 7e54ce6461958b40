import type { Answer } from '../dispatch/house.ts';
import type { Reply } from '../kernel/reply.ts';

/** A reply as text: what it says, what to beware of, where the picture is, how long it took. */
export function spoken(reply: Reply, { drawn }: Answer): string {
  const caveats = reply.caveats.map((caveat) => `  · ${caveat}`);
  const pictures = reply.pictures.map(({ file }) => `picture ${file}`);
  const { model, analysis, draw } = reply.timing;
  const took =
    drawn === undefined ? [] : [`model ${ms(model)}, analysis ${ms(analysis)}, drawing ${ms(draw)}`];
  return `${[reply.text, ...caveats, ...pictures, ...took].join('\n')}\n\n`;
}

const ms = (value: number): string => `${Math.round(value)} ms`;
