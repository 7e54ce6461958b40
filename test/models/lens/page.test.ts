import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { lensPage } from '../../../bench/lens/page.ts';
import type { Measured } from '../../../bench/lens/run.ts';

const docs = (name: string) => readFile(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const measured: Measured = JSON.parse(await docs('lens.json'));

test('docs/lens.md is what the measured numbers give, none typed by hand', async () => {
  expect(await docs('lens.md')).toBe(lensPage(measured));
});

test('on held-out text the linear lens is nowhere farther from the model’s last word than the plain one', () => {
  for (const { lens } of Object.values(measured.models)) {
    if (lens === undefined) continue;
    const { linear, logit } = lens.lenses;
    lens.hooks.forEach((hook, d) => {
      expect(linear.kl[d], hook).toBeLessThanOrEqual((logit.kl[d] ?? 0) + 1e-6);
    });
  }
});

test('maps and mapped states are NumPy’s to 1e-3', () => {
  const rows = Object.values(measured.models).flatMap(({ numpy }) => numpy?.rows ?? []);
  expect(rows.length).toBeGreaterThan(0);
  for (const { map, mapped } of rows) expect(Math.max(map, mapped)).toBeLessThan(1e-3);
});
