import type { GlyphHelp } from '../analysis/help-finding.ts';
import { ratesOf } from './glyph-rates.ts';
import { RESIDUE_GLYPHS } from './glyphs-residue.ts';
import { ROLE_GLYPHS } from './glyphs-roles.ts';

/** A glyph without its rates, which are measured. */
export type GlyphDefinition = Omit<GlyphHelp, 'rates'>;

/** Every glyph that a picture draws, family by family. */
const GLYPHS: readonly GlyphDefinition[] = [...ROLE_GLYPHS, ...RESIDUE_GLYPHS];

/**
 * Glyphs of one command, or the one glyph that was typed (its name will do), each with its measured
 * rates.
 *
 * @param asked  `reflect.glyphs`, `🜏` or `induction`
 */
export function glyphsOf(asked: string): GlyphHelp[] {
  const name = asked.toLowerCase();
  return GLYPHS.filter((each) => [each.glyph, each.name, each.command].includes(name)).map((each) => ({
    ...each,
    rates: ratesOf(each.glyph),
  }));
}
