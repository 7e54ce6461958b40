import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { layoutOf, render } from '../../renderers/render.ts';
import { loadCharts } from '../../renderers/timeline.ts';
import { timelineSpec } from '../../renderers/timeline-spec.ts';
import { timelineFigure } from '../../src/figure/timeline.ts';
import { sampleLog } from '../figure/sample-log.ts';
import { faultsOf } from './faults.ts';

await loadCharts();

const figure = (n: number, layers = 6, heads = 1) => {
  const tokens = Array.from({ length: n }, (_, i) => ` w${i}`);
  const made = timelineFigure(sampleLog({ tokens, layers, heads }));
  if (made === undefined) throw new Error('no figure');
  return made;
};

test.each([1, 2, 4, 30, 100, 1000])('a timeline of %i answers is whole, on shares and on nats', (n) => {
  expect([faultsOf(figure(n)), faultsOf(figure(n, 30, 9))]).toEqual([[], []]);
});

test('texts that vega draws are seen by the checks: the unit on its axis, upright boxes of turned text', () => {
  const boxes = layoutOf(figure(30));
  const unit = boxes.find(({ text }) => text === 'probability, 0 to 1');
  expect(unit).toMatchObject({ size: 12 });
  expect((unit?.height ?? 0) > 90 && (unit?.width ?? 99) < 14).toBe(true);
  for (const { label } of figure(30).ticks) expect(boxes.map(({ text }) => text)).toContain(label);
});

test('what the chart is given is the figure: no other number, a gap as null', () => {
  const made = figure(30);
  const { data } = timelineSpec(made);
  expect(data).toEqual({ values: made.points.map((point) => ({ ...point, floor: made.from })) });
  expect(made.points.filter(({ value }) => value === null).map(({ index }) => index)).toEqual([7, 18, 29]);
});

test('before its library is loaded a chart is refused, not left out', async () => {
  const { vi } = await import('vitest');
  vi.resetModules();
  const fresh = await import('../../renderers/render.ts');
  expect(() => fresh.layoutOf(figure(4))).toThrow('charts are not loaded');
});

/** Pixels of exactly this colour in the chart. */
async function pixelsLike([r, g, b]: readonly [number, number, number], n: number): Promise<number> {
  const ctx = createCanvas(1520, 968).getContext('2d');
  const made = figure(n);
  const oneModel = {
    ...made,
    series: [{ label: 'shipped', joined: false }],
    points: made.points.map((point) => ({ ...point, series: 0 })),
  };
  ctx.drawImage(await loadImage((await render(oneModel)).png), 0, 0);
  const { data } = ctx.getImageData(0, 200, 1520, 620);
  let found = 0;
  for (let i = 0; i < data.length; i += 4)
    if (data[i] === r && data[i + 1] === g && data[i + 2] === b) found++;
  return found;
}

test.each([1, 2, 3])('%i values of one model are as many points', async (n) => {
  const blue = await pixelsLike([0x4c, 0xc3, 0xff], n);
  expect(blue / n).toBeGreaterThan(90); // a disc of 62 square pixels at twice the size, its rim aside
});
