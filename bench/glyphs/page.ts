import type { GlyphRates } from '../../src/dispatch/glyph-rates.ts';
import { ROLE_SIGNS } from '../../src/figure/roles-signs.ts';
import { table } from '../truth/markdown.ts';
import type { PromptRates } from './prompt-rates.ts';

/** docs/glyphs.md, from what was measured alone. */
export function glyphsPage(rates: GlyphRates['rates'], prompts: readonly PromptRates[]): string {
  return [
    '# How far to trust a glyph',
    'Written by `npm run glyphs`. The rates lie in [src/dispatch/glyph-rates](../src/dispatch/glyph-rates), where `.p/help <glyph>` and `.p/help reflect.glyphs` read them; the counts behind the maps of prompts in [glyphs.json](glyphs.json).',
    '## Drawn where it should not be',
    'Heads of models that were never trained have no role. In a trained model, a role asked of its own null (nothing repeats, another distance, another token; thresholds of one seed, nulls of others) must not be found either. In a prompt, the null is the same head’s attention to other keys of the same places, or its writing of other words there, again drawn with another seed than the threshold’s.',
    ...(rates.some(({ model }) => model.startsWith('SmolLM2'))
      ? []
      : [
          'Not measured yet: the rates on SmolLM2 (`npm run glyphs -- --only smollm2`, `--only smollm2-prompts`).',
        ]),
    table(
      ['glyph', 'model', 'on', 'wrongly drawn', 'tried', 'rate'],
      rates.map(({ glyph, model, on, unit, hits, tried }) => [
        glyph,
        model,
        on,
        `${hits}`,
        `${tried} ${unit}`,
        `${((100 * hits) / tried).toFixed(1)} %`,
      ]),
    ),
    '## Done in prompts',
    'Share of heads that hold a role on random tokens and did it in a prompt that gives them a place for it; and in the same prompts with their words shuffled. A head may well do its role in a shuffle: copies and neighbours are there too.',
    ...prompts.map(({ model, natural, shuffled, prompts: count }) =>
      [
        `${model}, ${count} prompts and ${count} shuffles:`,
        table(
          ['role', 'did it in prompts', 'of heads × prompts', 'in shuffles', 'of heads × shuffles'],
          natural.flatMap(({ role, heads, did }) => {
            const mixed = shuffled.find((each) => each.role === role);
            if (heads === 0 || mixed === undefined) return [];
            const sign = ROLE_SIGNS.find((each) => each.role === role);
            return [
              [
                `${sign?.glyph ?? ''} ${sign?.label ?? role}`,
                share(did, heads),
                `${heads}`,
                share(mixed.did, mixed.heads),
                `${mixed.heads}`,
              ],
            ];
          }),
        ),
      ].join('\n\n'),
    ),
    '',
  ].join('\n\n');
}

const share = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(0)} %`;
