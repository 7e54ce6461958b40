import { expect, test } from 'vitest';
import { drawThread } from '../../renderers/draw-thread.ts';
import { render } from '../../renderers/render.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
const [answer] = await answersOf('.p/reflect.lens The capital of France is', await houseAround(runner));
await close();
const figure = answer?.figure;
if (figure === undefined) throw new Error('no figure');

test('the thread draws the same bytes, and the loop turns meanwhile', async () => {
  const thread = drawThread();
  let turns = 0;
  const counting = setInterval(() => turns++, 1);
  const [one, two] = await Promise.all([thread.draw(figure), thread.draw(figure)]);
  clearInterval(counting);
  const here = await render(figure);
  for (const { png } of [one, two]) expect(Buffer.from(png).equals(here.png)).toBe(true);
  expect(turns).toBeGreaterThan(5);
  await thread.close();
});

test('what cannot be drawn is told, and the next picture is drawn', async () => {
  const thread = drawThread();
  const broken: Figure = JSON.parse('{"kind":"lens"}');
  await expect(thread.draw(broken)).rejects.toThrow();
  expect((await thread.draw(figure)).width).toBe(1520);
  await thread.close();
  await expect(thread.draw(figure)).resolves.toMatchObject({ height: 968 });
  await thread.close();
});
