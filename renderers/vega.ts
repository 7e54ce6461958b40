import { CanvasRenderer, type Loader, Error as onlyErrors, parse, textMetrics, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { type Context, createCanvas } from './canvas.ts';
import { font } from './fonts.ts';
import type { Pen } from './pen.ts';
import type { Box } from './shapes.ts';
import { textBoxes } from './text-boxes.ts';
import { SIZE, type Weight } from './theme.ts';

/** What vega's own types leave out. */
declare module 'vega' {
  interface TextItem {
    readonly fontSize?: number;
    readonly fontWeight?: number | string;
    readonly limit?: number;
  }
  const textMetrics: { width: (item: TextItem, text: unknown) => number };
  class CanvasRenderer {
    constructor(loader: Loader);
    initialize(
      element: null,
      width: number,
      height: number,
      origin: readonly number[],
      scale: number,
      options: { readonly externalContext: Context },
    ): this;
    render(scene: unknown): this;
  }
}

const ruler = createCanvas(1, 1).getContext('2d');

/** Without it vega guesses widths, since it finds no canvas of its own. */
textMetrics.width = ({ fontSize = 12, fontWeight = 400, limit = 0 }, text) => {
  ruler.font = font(fontSize, weightOf(fontWeight));
  const { width } = ruler.measureText(String(text ?? ''));
  return limit > 0 ? Math.min(width, limit) : width;
};

const weightOf = (weight: number | string): Weight =>
  weight === 'bold' || weight === 700 ? 700 : weight === 600 ? 600 : 400;

const refuse = () => Promise.reject(new RangeError('a chart loads nothing'));
/** Every number of a chart is in its figure. */
const nothing: Loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

/** Where a value of the chart lies on the card, logical pixels. */
export type Place = (x: number, y: number) => { readonly x: number; readonly y: number };

/**
 * Draws a Vega-Lite chart into the card's own context, at once: what `view.toCanvas` does with
 * `externalContext`, without its waiting. Its texts are noted as the pen's are.
 *
 * @param spec  without size; its scales are named `x` and `y`
 */
export function drawChart(pen: Pen, spec: TopLevelSpec, { x, y, width, height }: Box): Place {
  const autosize = { type: 'fit', contains: 'padding' } as const;
  const sized: TopLevelSpec = { ...spec, autosize, width, height, padding: 0, background: 'transparent' };
  const view = new View(parse(compile(sized).spec), { loader: nothing, logLevel: onlyErrors }).run();
  const { ctx } = pen;
  ctx.save();
  ctx.translate(x, y);
  const origin = view.origin();
  new CanvasRenderer(nothing)
    .initialize(null, width, height, origin, 1, {
      externalContext: textBoxes(ctx, SIZE.scale, pen.note),
    })
    .render(rootOf(view.scenegraph()));
  ctx.restore();
  const [across, down] = [view.scale('x'), view.scale('y')];
  view.finalize();
  return (a, b) => ({ x: x + (origin[0] ?? 0) + across(a), y: y + (origin[1] ?? 0) + down(b) });
}

/** Vega's types have no root, its scenes do. */
const rootOf = (scene: object): unknown => ('root' in scene ? scene.root : undefined);
