import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../src/analysis/findings.ts';
import { attentionFigure } from '../../src/figure/attention.ts';
import { attributionFigure } from '../../src/figure/attribution.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { lensFigure } from '../../src/figure/lens.ts';
import { writesFigure } from '../../src/figure/writes.ts';
import { percent, signed } from '../../src/kernel/numbers.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { PROMPTS } from './sample-prompts.ts';
import { sampleReply } from './sample-reply.ts';
import { anyShape, figuresOf } from './shapes.ts';

const runs = { numRuns: 25 };

test('figures are plain JSON: nothing is lost, nothing is not a number', () => {
  fc.assert(
    fc.property(anyShape, (shape) => {
      for (const figure of Object.values(figuresOf(shape))) {
        expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
      }
    }),
    runs,
  );
});

test('alt text fits Discord, starts with what it is, and is whole sentences', () => {
  fc.assert(
    fc.property(anyShape, (shape) => {
      for (const { alt } of Object.values(figuresOf(shape))) {
        expect(alt.length).toBeLessThanOrEqual(1024);
        expect(alt.length).toBeGreaterThan(20);
      }
    }),
    runs,
  );
  expect(attributionFigure(ioi()).alt).toMatch(
    /^Attribution graph of “When Mary.*drink to” on fixture-30x9\. The model says “Mary” with 92 %\./,
  );
});

test('cells of the attention figure are the finding, gaps their sum, rows whole', () => {
  for (const tokens of [PROMPTS.ioi, PROMPTS.longest]) {
    const reply = sampleReply({ tokens, layers: 6, heads: 8 });
    const figure = attentionFigure(reply);
    const { heads } = findingOf(reply, 'attention');
    figure.heads.forEach(({ name, cells, value, score }, row) => {
      const {
        head,
        pattern,
        weighted,
        score: asFound,
      } = heads[row] ?? { head: '', pattern: [], weighted: [], score: 0 };
      expect([name, score, value]).toEqual([head, asFound, signed(asFound)]);
      figure.columns.forEach((column, i) => {
        const [from, to] =
          column.kind === 'gap' ? [column.from, column.to] : [column.position, column.position];
        let [sum, raw] = [0, 0];
        for (let position = from; position <= to; position++) {
          sum += weighted[position] ?? 0;
          raw += pattern[position] ?? 0;
        }
        expect(cells[i]?.weighted).toBeCloseTo(sum, 12);
        expect(cells[i]?.raw).toBeCloseTo(raw, 12);
        expect([undefined, percent(sum)]).toContain(cells[i]?.text);
      });
      expect(cells.reduce((sum, cell) => sum + cell.weighted, 0)).toBeCloseTo(1, 9);
    });
  }
});

test('written words and sources carry the numbers of the finding', () => {
  const reply = sampleReply({ tokens: PROMPTS.longest, layers: 6, heads: 8 });
  const { heads } = findingOf(reply, 'writes');
  writesFigure(reply).rows.forEach((row, i) => {
    const found = heads[i];
    expect(row.up.map(({ score }) => score)).toEqual(found?.up.slice(0, 4).map(({ logit }) => logit));
    expect(row.down.map(({ value }) => value)).toEqual(
      found?.down.slice(0, 4).map(({ logit }) => signed(logit)),
    );
    const bySize = [...(found?.from ?? [])].sort((a, b) => Math.abs(b) - Math.abs(a));
    expect(row.sources.map(({ score }) => score)).toEqual(bySize.slice(0, 3));
    expect(row.strip.length * row.tokensPerCell).toBeGreaterThanOrEqual(found?.from.length ?? 0);
  });
});

test('lens cells are the rows of the finding, and settled means the answer from there on', () => {
  const reply = sampleReply({ tokens: PROMPTS.ioi, layers: 30, heads: 9 });
  const lens = findingOf(reply, 'lens');
  const figure = lensFigure(reply);
  const byDepth = new Map(lens.rows.map((row) => [depth(row.hook), row.top]));
  for (const { depth: name, cells } of figure.rows) {
    expect(cells.map((cell) => cell?.prob)).toEqual(byDepth.get(name)?.map(({ prob }) => prob));
  }
  const first = figure.rows.find(({ cells }) => cells[0]?.settled === true);
  expect(first?.depth.split(' ')[0]).toBe(`L${lens.settles[0]?.layer}`);
  expect(figure.trail?.depths).toHaveLength(61);
  expect(figure.trail?.words[0]?.probs.at(-1)).toBe(lens.rows.at(-1)?.top[0]?.prob);
});

test('beside a linear lens stand the plain one’s words, its settle depth and its trail of the answer', () => {
  const reply = sampleReply({ tokens: PROMPTS.ioi, layers: 6, heads: 8, linear: true });
  const { plain } = findingOf(reply, 'lens');
  const figure = lensFigure(reply);
  expect(figure.columns).toEqual(['1st', '2nd', '3rd', 'logit lens']);
  const words = new Map(plain?.rows.map((row) => [depth(row.hook), row.top[0]?.prob]));
  for (const { depth: name, cells } of figure.rows) expect(cells.at(-1)?.prob).toBe(words.get(name));
  const first = figure.rows.find(({ cells }) => cells.at(-1)?.settled === true);
  expect(first?.depth.split(' ')[0]).toBe(`L${plain?.settles[0]?.layer}`);
  expect(figure.trail?.words[0]?.plain).toEqual(plain?.rows.map(({ answer }) => answer));
  expect(figure.alt).toContain('Linear lens');
  expect(figure.alt).toContain(`logit lens: from layer ${plain?.settles[0]?.layer} on`);
});

test('at many positions the plain lens frames the depths from which it has the answer for good', () => {
  const reply = sampleReply({ tokens: PROMPTS.ioi, layers: 6, heads: 8, linear: true, lensEverywhere: true });
  const { plain } = findingOf(reply, 'lens');
  const figure = lensFigure(reply);
  const shown = plain?.settles.slice(-figure.columns.length) ?? [];
  shown.forEach(({ layer }, column) => {
    const first = figure.rows.find(({ cells }) => cells[column]?.plain === true);
    expect(first?.depth.split(' ')[0]).toBe(`L${layer ?? 5}`);
  });
  const alone = lensFigure(sampleReply({ tokens: PROMPTS.ioi, layers: 6, heads: 8, lensEverywhere: true }));
  expect(alone.rows.flatMap(({ cells }) => cells).some((cell) => cell?.plain)).toBe(false);
});

test('a reply without its findings is refused by name', () => {
  const bare: Reply<Finding> = { ...ioi(), findings: [] };
  expect(() => attributionFigure(bare)).toThrow('no finding of kind attribution');
  expect(() => lensFigure(bare)).toThrow('no finding of kind lens');
});

const ioi = () => sampleReply({ tokens: PROMPTS.ioi, layers: 30, heads: 9 });

function depth(hook: string): string {
  const [, layer, place] = /blocks\.(\d+)\.hook_resid_(\w+)/.exec(hook) ?? [];
  return layer === undefined ? 'emb' : place === 'mid' ? `L${layer} mid` : `L${layer}`;
}
