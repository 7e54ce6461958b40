import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { HelpFinding } from '../../src/analysis/help-finding.ts';
import { ratesOf } from '../../src/dispatch/glyph-rates.ts';
import { glyphsOf } from '../../src/dispatch/glyphs.ts';
import { helpFinding } from '../../src/dispatch/help.ts';
import { readCommands } from '../../src/dispatch/registry.ts';
import { replySchema } from '../../src/dispatch/schema.ts';
import { helpWords } from '../../src/figure/help-words.ts';
import { ROLE_SIGNS } from '../../src/figure/roles-signs.ts';

const commands = await readCommands();
const helpOf = (asked: string): string => helpWords(helpFinding(commands, asked));

test.each(ROLE_SIGNS)('$glyph has help: what it measures, its threshold, its rates', ({ glyph, label }) => {
  const [entry, ...others] = glyphsOf(glyph);
  expect(others).toEqual([]);
  expect(entry).toMatchObject({ name: label, command: 'reflect.glyphs' });
  expect(helpOf(glyph)).toContain(`${glyph} ${label} (.p/reflect.glyphs): ${entry?.measures}.`);
  expect(helpOf(glyph)).toContain('Wrongly drawn: ');
  expect(entry?.rates.length).toBeGreaterThan(0);
});

test('a glyph is found by its name, and with its command all of them', () => {
  expect(helpOf('induction')).toBe(helpOf('🜏'));
  for (const { glyph } of ROLE_SIGNS) expect(helpOf('reflect.glyphs')).toContain(`\n${glyph} `);
  expect(helpOf('reflect.trace')).not.toContain('Wrongly drawn');
});

test('the rates that are printed are those of the table that the script wrote', async () => {
  const file = new URL('../../src/dispatch/glyph-rates/roles.json', import.meta.url);
  const { rates } = JSON.parse(await readFile(file, 'utf8'));
  const inTable = rates.filter((rate: { glyph: string }) => rate.glyph === '🜏');
  expect(ratesOf('🜏').map((rate) => ({ glyph: '🜏', ...rate }))).toEqual(inTable);
});

const FOUND: HelpFinding = {
  kind: 'help',
  method: '',
  unit: '',
  control: '',
  caveats: [],
  commands: [],
  glyphs: [
    {
      glyph: '🜏',
      name: 'induction',
      command: 'reflect.glyphs',
      measures: 'something',
      threshold: 'above .2',
      rates: [
        { model: 'a', on: 'shuffles', unit: 'prompts', hits: 3, tried: 200 },
        { model: 'b', on: 'shuffles', unit: 'prompts', hits: 0, tried: 300 },
      ],
    },
  ],
};

test('a rate is its share with what was counted; nothing seen is no proof of nothing', () => {
  expect(helpWords(FOUND).split('\n')).toEqual([
    '🜏 induction (.p/reflect.glyphs): something.',
    '  Drawn above .2.',
    '  Wrongly drawn: 1.5 % (3 of 200 prompts): a, shuffles.',
    '  Wrongly drawn: 0 % (0 of 300 prompts, 95 % sure below 1.0 %): b, shuffles.',
  ]);
});

test('what was not measured is said to be so', () => {
  const bare = { ...FOUND, glyphs: FOUND.glyphs?.map((each) => ({ ...each, rates: [] })) ?? [] };
  expect(helpWords(bare)).toContain('Wrongly drawn: not measured.');
});

test('a word that is neither is refused, and the finding keeps to its schema', () => {
  expect(() => helpFinding(commands, '🝚🝚')).toThrow(/There is no command 🝚🝚/);
  const reply = {
    command: '.p/help',
    params: {},
    model: null,
    prompt: { text: '', tokens: [] },
    findings: [helpFinding(commands, 'reflect.glyphs')],
    pictures: [],
    text: '',
    caveats: [],
    timing: { queued: 0, model: 0, analysis: 0, draw: 0 },
  };
  expect(() => replySchema.parse(reply)).not.toThrow();
});
