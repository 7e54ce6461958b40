import type { SelfFigure } from '../src/figure/self-figure.ts';
import { fade } from './colour.ts';
import { inLine } from './in-line.ts';
import type { Pen } from './pen.ts';
import { SELF_COLOR } from './self-plot.ts';
import { roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

const CAPTION = 208;
const CHIP = { height: 22, pad: 8, gap: 6, pitch: 27, most: 168 } as const;
const INK = { up: 12, down: 8 } as const;

/** Each reading's word, and in a row the words that others gave: the same word is `=`, another `≠`. */
export function drawSelfBeside(
  pen: Pen,
  beside: SelfFigure['beside'],
  { left, right, top }: { left: number; right: number; top: number },
): void {
  beside.forEach(({ tone, caption, items }, i) => {
    const y = top + i * CHIP.pitch;
    const style = {
      size: TEXT.small,
      weight: 600,
      color: tone === 'trace' ? COLOR.sub : SELF_COLOR[tone],
      room: CAPTION - 8,
    } as const;
    pen.text(inLine(pen, caption, style, INK), left, y, style);
    const room = (right - left - CAPTION - (items.length - 1) * CHIP.gap) / Math.max(1, items.length);
    items.forEach((item, n) => {
      drawItem(
        pen,
        item,
        left + CAPTION + n * (Math.min(room, CHIP.most) + CHIP.gap),
        y,
        Math.min(room, CHIP.most),
      );
    });
  });
}

function drawItem(
  pen: Pen,
  { agrees, text }: { readonly agrees: boolean; readonly text: string },
  x: number,
  y: number,
  width: number,
): void {
  const box = { x, y: y - CHIP.height / 2, width, height: CHIP.height };
  roundBox(pen.ctx, box, 6, agrees ? fade(COLOR.good, 0.24) : COLOR.panel);
  const sign = agrees ? '=' : '≠';
  const color = agrees ? COLOR.good : COLOR.faint;
  const taken = pen.text(sign, x + CHIP.pad, y, { size: TEXT.body, weight: 700, color });
  const style = {
    size: TEXT.small,
    color: agrees ? COLOR.text : COLOR.sub,
    room: width - 2 * CHIP.pad - taken - 4,
  } as const;
  pen.text(inLine(pen, text, style, INK), x + CHIP.pad + taken + 4, y, style);
}
