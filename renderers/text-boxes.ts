import type { Context } from './canvas.ts';
import type { TextBox } from './pen.ts';

/**
 * The same context, telling where the ink of every text lies that another library draws on it.
 *
 * @param scale  pixels of the canvas for a logical one
 */
export function textBoxes(ctx: Context, scale: number, note: (box: TextBox) => void): Context {
  return new Proxy(ctx, {
    get(target, name) {
      if (name === 'fillText')
        return (text: string, x: number, y: number) => {
          note(boxOf(target, text, x, y, scale));
          target.fillText(text, x, y);
        };
      const found: unknown = Reflect.get(target, name, target);
      return typeof found === 'function' ? found.bind(target) : found;
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  });
}

/** The smallest upright box around the ink, which may be turned. */
function boxOf(ctx: Context, text: string, x: number, y: number, scale: number): TextBox {
  const ink = ctx.measureText(text);
  const [left, right] = [x - ink.actualBoundingBoxLeft, x + ink.actualBoundingBoxRight];
  const [top, bottom] = [y - ink.actualBoundingBoxAscent, y + ink.actualBoundingBoxDescent];
  const { a, b, c, d, e, f } = ctx.getTransform();
  const corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ].map(([px = 0, py = 0]) => [(a * px + c * py + e) / scale, (b * px + d * py + f) / scale] as const);
  const [xs, ys] = [corners.map(([px]) => px), corners.map(([, py]) => py)];
  return {
    text,
    size: (Number(/(\d+(?:\.\d+)?)px/.exec(ctx.font)?.[1] ?? 0) * Math.hypot(a, b)) / scale,
    x: Math.min(...xs),
    y: Math.min(...ys),
    width: Math.max(...xs) - Math.min(...xs),
    height: Math.max(...ys) - Math.min(...ys),
  };
}
