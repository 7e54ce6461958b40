import { expect, test } from 'vitest';
import { layoutOf } from '../../renderers/render.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { residueFigure } from '../../src/figure/residue.ts';
import { nats, residueWords } from '../../src/figure/residue-words.ts';
import { sampleResidue } from './sample-residue.ts';

const tokens = ['<s>', ' The', ' capital', ' of', ' France', ' is'];
const reply = sampleResidue({ tokens, layers: 5, heads: 4, seed: 3 });
const finding = findingOf(reply, 'residue');
const figure = residueFigure(reply);

test('a cell is the share of the look minus the share of the work, as the finding has them', () => {
  expect(figure.rows).toHaveLength(tokens.length);
  figure.rows.slice(1).forEach(({ gaps }, i) => {
    gaps.forEach((gap, layer) => {
      const { salience, work } = finding.look.layers[layer] ?? { salience: [], work: [] };
      expect(gap).toBe(salience.length === 0 ? null : (salience[i + 1] ?? 0) - (work[i + 1] ?? 0));
    });
  });
  expect(figure.rows[0]).toMatchObject({ sink: true, gaps: [null, null, null, null, null] });
});

test('every mark is a hit at its place, filled where it is confirmed', () => {
  const misfires = finding.hits.filter(({ form }) => form === 'misfire');
  expect(figure.marks).toEqual(
    misfires.map(({ pattern, at, confirmed }) => ({
      glyph: pattern,
      row: at.position,
      layer: at.layer,
      confirmed,
    })),
  );
  const words = finding.hits.flatMap((hit) => (hit.form === 'residue' ? [hit] : []));
  for (const { at, confirmed } of words)
    expect(figure.answer.marks).toContainEqual(
      expect.objectContaining({ glyph: '∴', layer: at.layer, confirmed }),
    );
});

test('a mark of the first layer and one of the last are drawn, with their words', () => {
  const marks = [0, 29].map((layer) => ({
    glyph: '∴' as const,
    row: 5,
    layer,
    confirmed: true,
    label: `after ${layer}`,
  }));
  const bare = { ...figure, layers: 30, footer: [], marks: [], waves: [] };
  const drawn = layoutOf({ ...bare, answer: { label: 'is', marks } });
  const texts = drawn.map(({ text }) => text);
  expect(texts.filter((text) => text === '∴')).toHaveLength(2);
  for (const { label } of marks) expect(texts).toContain(label);
});

test('waves are the misfires, the pair, a word given up and the heads, each with its own unit', () => {
  expect(figure.waves.map(({ kind }) => kind)).toEqual(['gap', 'gap', 'gap', 'lens', 'writes']);
  expect(figure.waves.at(-1)).toMatchObject({ values: finding.writes.raise, against: finding.writes.lower });
  const scales = new Set(figure.waves.filter(({ kind }) => kind === 'gap').map(({ most }) => most));
  expect(scales.size).toBe(1);
});

test('the words carry every hit with its control and its rate, and say where none is known', () => {
  const lines = residueWords(finding, reply.prompt.tokens);
  for (const { pattern } of finding.hits) expect(lines.some((line) => line.startsWith(pattern))).toBe(true);
  expect(lines.join('\n')).toContain('such a hit in 4.0 % of shuffled prompts');
  const unknown = finding.hits.map((hit) => ({ ...hit, falsePositiveRate: null }));
  expect(residueWords({ ...finding, hits: unknown }, reply.prompt.tokens).join('\n')).toContain(
    'rate on shuffled prompts not measured',
  );
});

test('a prompt in which nothing is found says so, and the pair is shown all the same', () => {
  const quiet = sampleResidue({ tokens, layers: 5, heads: 4, silent: true });
  const lines = residueWords(findingOf(quiet, 'residue'), quiet.prompt.tokens);
  expect(lines[0]).toContain('Nothing like');
  expect(lines[1]).toContain('ost looked at');
  expect(residueFigure(quiet).marks).toEqual([]);
});

test('effects are written so that none reads as zero', () => {
  expect([12.3, 1.14, 0.5, 0.0005, 1e-7].map(nats)).toEqual([
    '12 nats',
    '1.1 nats',
    '0.50 nats',
    '0.0005 nats',
    '<0.0001 nats',
  ]);
});
