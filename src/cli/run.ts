import { turn } from '../dispatch/flow.ts';
import type { Answer, House } from '../dispatch/house.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Reply } from '../kernel/reply.ts';
import { saveAnswer } from './files.ts';

/** `dotp run`: every command of a message, as a chat would answer it; pictures as files. */
export async function run(
  message: string,
  { house, out, json, options }: { house: House; out: string; json: boolean; options: CallOptions },
): Promise<void> {
  let n = 0;
  for await (const answer of turn({ text: message }, house, options)) {
    n += 1;
    const reply = await saveAnswer(answer, out, n);
    process.stdout.write(json ? `${JSON.stringify(reply)}\n` : spoken(reply, answer));
  }
}

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
