import { FLOOR } from '../analysis/roles.ts';
import type { GlyphDefinition } from './glyphs.ts';

const ABOVE = `above the 99th percentile of its null, and above ${FLOOR}`;

/** What a head does, on random tokens (scope=model), and whether it did it in a prompt (scope=prompt). */
export const ROLE_GLYPHS: readonly GlyphDefinition[] = [
  {
    glyph: '⧖',
    name: 'previous token',
    measures: 'mean attention to the token before',
    null: 'the same at another distance',
  },
  {
    glyph: '⧗',
    name: 'duplicate token',
    measures: 'mean attention to an earlier copy of the same token',
    null: 'the same place where nothing is repeated',
  },
  {
    glyph: '🜏',
    name: 'induction',
    measures: 'mean attention to the token after an earlier copy of the same token',
    null: 'the same place where nothing is repeated',
  },
  {
    glyph: '⟐',
    name: 'copying',
    measures: 'share of tokens whose own logit the head raises most when it reads them (W_E W_V W_O W_U)',
    null: 'another token’s logit',
  },
  {
    glyph: '☍',
    name: 'copy suppression',
    measures: 'share of tokens whose own logit the head lowers most when it reads them',
    null: 'another token’s logit; and it must look at tokens already predicted, above chance',
  },
  {
    glyph: '⟁',
    name: 'sink',
    measures: 'mean attention of later tokens to the first one, while little is written from there',
    null: 'another key',
  },
].map(({ null: control, ...each }) => ({
  ...each,
  command: 'reflect.glyphs',
  threshold: `${ABOVE}; null: ${control}. In a prompt (scope=prompt) bright only where the same holds there, against other keys or words of the same places`,
}));
