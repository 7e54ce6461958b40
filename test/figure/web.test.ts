import { expect, test } from 'vitest';
import { spotsOf } from '../../renderers/web-layout.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { scaffoldFigure } from '../../src/figure/scaffold.ts';
import { webFigure } from '../../src/figure/web.ts';
import { webWords } from '../../src/figure/web-words.ts';
import { PROMPTS } from './sample-prompts.ts';
import { sampleScaffold, sampleWeb } from './sample-web.ts';

const shape = { tokens: PROMPTS.ioi, layers: 6, heads: 8 };
const reply = sampleWeb(shape);
const web = findingOf(reply, 'influence');
const figure = webFigure(reply);

test('every link of the finding is drawn, every drawn one is in it, the largest first', () => {
  expect(figure.links).toHaveLength(web.links.length);
  const largest = Math.max(...web.links.map(({ effect }) => Math.abs(effect)));
  for (const { from, to, share } of figure.links) {
    const found = web.links.find((link) => link.from === `n${from + 1}` && link.to === `n${to + 1}`);
    expect(share).toBeCloseTo((found?.effect ?? Number.NaN) / largest, 12);
  }
  const sizes = figure.links.map(({ share }) => Math.abs(share));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  expect(figure.links[0]?.text).toMatch(/^[+−]\d+\.\d\d( ± \d\.\d+)?$/);
  expect(figure.footer.find(({ label }) => label === 'not drawn')?.value).toBe(String(web.weak.length));
});

test('of too many links those to the last piece are drawn, then the strongest, and the rest is counted', () => {
  const crowded = sampleWeb({ ...shape, tokens: PROMPTS.long });
  const found = findingOf(crowded, 'influence');
  expect(found.links.length).toBeGreaterThan(30);
  const { links, subtitle, footer, nodes } = webFigure(crowded);
  expect(links).toHaveLength(30);
  const last = nodes.length - 1;
  const toLast = found.links.filter(({ to }) => to === `n${last + 1}`);
  expect(links.filter(({ to }) => to === last)).toHaveLength(Math.min(30, toLast.length));
  const left = found.links.length - 30;
  expect(footer.find(({ label }) => label === 'not drawn')?.value).toBe(String(found.weak.length + left));
  expect(webWords(found).join(' ')).toContain(`${left} weaker ones would hide them`);
  if (!subtitle.startsWith('Do not trust')) expect(subtitle).toContain('then the strongest');
});

test('what is doubted is marked, and where it is the last piece the subtitle says so first', () => {
  for (const [i, { fit }] of figure.nodes.entries()) {
    const found = web.fits.find(({ to }) => to === `n${i + 1}`);
    expect(fit?.doubtful).toBe(found === undefined ? undefined : found.doubts.length > 0);
  }
  const last = web.fits.at(-1);
  const doubted = { ...web, fits: [{ ...last, to: web.nodes.at(-1)?.id, doubts: ['the fit is poor'] }] };
  const found = webFigure({ ...reply, findings: [JSON.parse(JSON.stringify(doubted))] });
  expect(found.subtitle).toBe('Do not trust this: the fit is poor');
  expect(webWords(JSON.parse(JSON.stringify(doubted))).join(' ')).toContain('Beware: the fit is poor.');
});

test('pieces stand where they stand whatever was measured, from left to right, no two in one place', () => {
  const other = webFigure(sampleWeb({ ...shape, seed: 99 }));
  expect(spotsOf(other)).toEqual(spotsOf(figure));
  for (const tokens of Object.values(PROMPTS)) {
    const spots = spotsOf(webFigure(sampleWeb({ ...shape, tokens })));
    const xs = spots.map(({ x }) => x);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    for (const [i, a] of spots.entries())
      for (const b of spots.slice(i + 1))
        expect(Math.abs(a.x - b.x) < a.room && Math.abs(a.y - b.y) < 36).toBe(false);
  }
});

test('anchors of the finding are the rows; of many those that did most', () => {
  const scaffold = sampleScaffold(shape);
  const { anchors } = findingOf(scaffold, 'scaffold');
  const rows = scaffoldFigure(scaffold)?.rows ?? [];
  expect(rows).toHaveLength(12);
  const sizes = anchors.map(({ effect = 0 }) => Math.abs(effect)).sort((a, b) => b - a);
  const shown = rows
    .map(({ effect }) => Math.abs(effect?.share ?? 0) * (sizes[0] ?? 0))
    .sort((a, b) => b - a);
  shown.forEach((size, i) => {
    expect(size).toBeCloseTo(sizes[i] ?? Number.NaN, 9);
  });
  expect(rows.every(({ weight, isFaded }) => isFaded === weight < 0.1)).toBe(true);
});
