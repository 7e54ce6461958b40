import type { GlyphDefinition } from './glyphs.ts';

const COMMAND = 'residue.scan';
const MAP = 'thresholds are multiplied by 2^(0.7 − sensitivity); 0.7 is the calibrated one';

/** What can go wrong at the answering position; rates are of confirmed hits at sensitivity 0.7. */
export const RESIDUE_GLYPHS: readonly GlyphDefinition[] = [
  {
    glyph: '🝚',
    name: 'salience misfire',
    measures:
      'a word in the top fifth of what is looked at and the bottom fifth of what hiding it does to the next word, word class and distance taken out',
    threshold: `filled where hiding it does far less than hiding any of the words looked at as much; ${MAP}`,
  },
  {
    glyph: '∴',
    name: 'residue',
    measures:
      'a word with lens probability of 10 % or more in two middle layers, 3 nats above the lens’s own liking for it, whose final probability is below 5 % of its peak',
    threshold: `filled where ablating what speaks against it brings back three times the probability, which 95 % of random ablations do not; ${MAP}`,
  },
  {
    glyph: '⇌',
    name: 'collision',
    measures:
      'two heads that write against each other on answer and rival, the smaller write no less than the margin; or a lens word that goes and comes back in the second half of the depth',
    threshold: `filled where ablating one flips the answer or doubles the margin, which 95 % of other heads do not; ${MAP}`,
  },
].map((each) => ({ ...each, command: COMMAND }));
