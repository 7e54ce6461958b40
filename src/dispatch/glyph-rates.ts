import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { GlyphRate } from '../analysis/help-finding.ts';

/** One JSON file for each script that measures rates; no number in them is typed by hand. */
const FOLDER = new URL('./glyph-rates/', import.meta.url);

const rates = z.strictObject({
  by: z.string().describe('the script that wrote the file'),
  rates: z.array(
    z.strictObject({
      glyph: z.string(),
      model: z.string(),
      on: z.string(),
      unit: z.string(),
      hits: z.int().min(0),
      tried: z.int().min(1),
    }),
  ),
});

export type GlyphRates = z.infer<typeof rates>;

/** A few hundred lines, read at start once and for all: help must not wait, nor fail half-way. */
const ALL = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .flatMap((name) => rates.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))).rates);

/** How often a glyph was drawn on its nulls, in the order of the files. */
export const ratesOf = (glyph: string): GlyphRate[] =>
  ALL.filter((each) => each.glyph === glyph).map(({ glyph: _, ...rate }) => rate);
