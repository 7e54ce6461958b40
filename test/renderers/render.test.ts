import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { render } from '../../renderers/render.ts';
import { PROMPTS } from '../figure/sample-prompts.ts';
import { figuresOf } from '../figure/shapes.ts';

/**
 * Goldens are quarter-size pictures, compared tile by tile, so that another architecture's rounding
 * passes and a moved label does not. After a change of the look: `GOLDEN=write npx vitest run
 * test/renderers/render.test.ts`, then look at every file.
 */
const WIDTH = 380;
const HEIGHT = 242;
const TILE = 11;
/** Mean difference of a tile, of 255. */
const TOLERANCE = 6;

const ioi = figuresOf({ tokens: PROMPTS.ioi, layers: 30, heads: 9 });
const long = figuresOf({
  tokens: PROMPTS.long,
  layers: 6,
  heads: 8,
  seed: 2,
  answer: '巴黎',
  rivals: [' مرحبا', '🔥'],
});
const doubtful = figuresOf({
  tokens: PROMPTS.ioi,
  layers: 12,
  heads: 9,
  nodes: 200,
  sufficiency: 0.31,
  source: 'corrupted mean',
});
const FIGURES = {
  ...ioi,
  'doubtful-attribution': doubtful.attribution,
  'long-attribution': long.attribution,
  'long-attention': long.attention,
};

test.each(Object.entries(FIGURES))('%s looks as it did', async (name, figure) => {
  const { png, width, height } = await render(figure);
  expect([width, height, png.subarray(1, 4).toString()]).toEqual([1520, 968, 'PNG']);
  expect((await render(figure)).png.equals(png)).toBe(true);
  const seen = await pixels(png);
  const golden = new URL(`golden/${name}.png`, import.meta.url);
  if (process.env.GOLDEN === 'write') writeFileSync(golden, await thumbnail(png));
  expect(existsSync(golden)).toBe(true);
  expect(worstTile(seen, await pixels(readFileSync(golden)))).toBeLessThan(TOLERANCE);
});

test('the comparison can fail: a picture is not another', async () => {
  const [a, b] = [FIGURES.attribution, FIGURES['lens-last']];
  expect(worstTile(await pixels((await render(a)).png), await pixels((await render(b)).png))).toBeGreaterThan(
    50,
  );
});

test('a picture does not depend on what was drawn before it', async () => {
  const [a, han] = [FIGURES.attribution, long.attribution];
  const before = await render(a);
  const [, again] = await Promise.all([render(han), render(a), render(han)]);
  expect(again.png.equals(before.png)).toBe(true);
});

async function pixels(png: Buffer): Promise<Uint8ClampedArray> {
  const ctx = await shrunk(png);
  return ctx.getImageData(0, 0, WIDTH, HEIGHT).data;
}

const thumbnail = async (png: Buffer): Promise<Buffer> => (await shrunk(png)).canvas.encode('png');

async function shrunk(png: Buffer) {
  const ctx = createCanvas(WIDTH, HEIGHT).getContext('2d');
  ctx.imageSmoothingQuality = 'high';
  ctx.drawImage(await loadImage(png), 0, 0, WIDTH, HEIGHT);
  return ctx;
}

/** The largest mean difference of any tile. */
function worstTile(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  const sums = new Map<number, number>();
  a.forEach((value, i) => {
    const [x, y] = [(i >> 2) % WIDTH, Math.floor((i >> 2) / WIDTH)];
    const tile = Math.floor(y / TILE) * WIDTH + Math.floor(x / TILE);
    sums.set(tile, (sums.get(tile) ?? 0) + Math.abs(value - (b[i] ?? 0)));
  });
  return Math.max(...sums.values()) / (TILE * TILE * 4);
}
