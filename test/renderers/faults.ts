import { covers } from '../../renderers/coverage.ts';
import { font } from '../../renderers/fonts.ts';
import type { TextBox } from '../../renderers/pen.ts';
import { layoutOf } from '../../renderers/render.ts';
import { SIZE, TEXT } from '../../renderers/theme.ts';
import { loadCharts } from '../../renderers/timeline.ts';
import type { Figure } from '../../src/figure/figure.ts';

await loadCharts();

/** Ink may touch by less than this. */
const TOUCH = 1;

/** What is wrong with the texts of a picture: too small, outside the card, without a glyph, over another. */
export function faultsOf(figure: Figure): string[] {
  const boxes = layoutOf(figure);
  return [
    ...boxes.filter(({ size }) => size < TEXT.least).map(({ text }) => `too small: ${text}`),
    ...boxes.filter(outside).map(({ text }) => `outside the card: ${text}`),
    ...boxes
      .filter(({ text }) => Array.from(text).some((c) => !covers(c, font(16, 400))))
      .map(({ text }) => `no glyph: ${text}`),
    ...overlaps(boxes),
  ];
}

const outside = ({ x, y, width, height }: TextBox): boolean =>
  x < 3 || y < 3 || x + width > SIZE.width - 3 || y + height > SIZE.height - 3;

export function overlaps(boxes: readonly TextBox[]): string[] {
  return boxes.flatMap((a, i) =>
    boxes.slice(0, i).flatMap((b) => {
      const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      return across > TOUCH && down > TOUCH ? [`“${a.text}” over “${b.text}”`] : [];
    }),
  );
}
