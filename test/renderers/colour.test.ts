import { expect, test } from 'vitest';
import { diverging, heat, inkOn, luminance, mix } from '../../renderers/colour.ts';
import { COLOR } from '../../renderers/theme.ts';

const steps = Array.from({ length: 101 }, (_, i) => i / 100);
const contrast = (a: string, b: string): number => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

test('the heat scale runs from dark to light, with the root of the share', () => {
  expect([heat(0), heat(1)]).toEqual(['#440154', '#fde725']);
  expect(heat(0.25)).toBe('#26828e'); // the middle stop
  const light = steps.map((share) => luminance(heat(share)));
  expect(light).toEqual([...light].sort((a, b) => a - b));
});

test('ink can be read on every ground it is put on', () => {
  for (const share of steps) {
    expect(contrast(heat(share), inkOn(heat(share)))).toBeGreaterThan(4);
    for (const tint of [diverging(share), diverging(-share)]) {
      expect(contrast(tint, inkOn(tint))).toBeGreaterThan(4);
    }
  }
  for (const text of [COLOR.text, COLOR.sub, COLOR.faint]) {
    expect(contrast(text, COLOR.ground)).toBeGreaterThan(4.5);
  }
});

test('colours mix by channel, and what is no number counts as nothing', () => {
  expect(mix('#000000', '#ff8000', 0.5)).toBe('#804000');
  expect(heat(Number.NaN)).toBe(heat(0));
  expect(diverging(0)).toBe(COLOR.raised);
});
