import { heat } from './colour.ts';
import type { LegendItem } from './legend.ts';
import type { Pen } from './pen.ts';

const WIDTH = 72;
const HEIGHT = 10;

/** The heat scale as a legend item; stops follow the root, so equal steps are not equal shares. */
export function heatScale({ ctx }: Pen, text: string): LegendItem {
  return {
    width: WIDTH,
    sign: (x, y) => {
      const gradient = ctx.createLinearGradient(x, 0, x + WIDTH, 0);
      for (let stop = 0; stop <= 8; stop++) gradient.addColorStop(stop / 8, heat((stop / 8) ** 2));
      ctx.beginPath();
      ctx.roundRect(x, y - HEIGHT / 2, WIDTH, HEIGHT, 3);
      ctx.fillStyle = gradient;
      ctx.fill();
    },
    text,
  };
}
