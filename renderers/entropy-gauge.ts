import type { EntropyGauge } from '../src/figure/samples-figure.ts';
import type { Pen } from './pen.ts';
import { line, roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

const LABEL = 186;

/** An estimate with its interval, from none to as many different answers as samples. */
export function drawEntropyGauge(
  pen: Pen,
  { text, value, low, high }: EntropyGauge,
  { left, right, y }: { readonly left: number; readonly right: number; readonly y: number },
): void {
  pen.text('entropy', left, y, { size: TEXT.small, color: COLOR.faint });
  pen.text(text, left + 50, y, { size: TEXT.small, weight: 600, room: LABEL - 54 });
  const track = { x: left + LABEL, width: right - left - LABEL - 6 };
  const at = (share: number) => track.x + track.width * Math.min(1, Math.max(0, share));
  roundBox(pen.ctx, { ...track, y: y - 1.5, height: 3 }, 1.5, COLOR.raised);
  line(
    pen.ctx,
    [
      [at(low), y],
      [at(high), y],
    ],
    COLOR.sub,
    { width: 3 },
  );
  if (high > low)
    for (const end of [low, high])
      line(
        pen.ctx,
        [
          [at(end), y - 5],
          [at(end), y + 5],
        ],
        COLOR.sub,
        { width: 1.6 },
      );
  pen.ctx.beginPath();
  pen.ctx.arc(at(value), y, 5, 0, 2 * Math.PI);
  pen.ctx.fillStyle = COLOR.text;
  pen.ctx.fill();
}
