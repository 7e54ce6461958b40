import { command } from '../../src/dispatch/command.ts';
import { glyphMap } from '../../src/dispatch/glyph-map.ts';
import { headRoles } from '../../src/dispatch/head-roles.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { glyphMapFigure } from '../../src/figure/glyph-map.ts';
import { glyphMapWords } from '../../src/figure/glyph-map-words.ts';
import { rolesFigure } from '../../src/figure/roles.ts';
import { rolesWords } from '../../src/figure/roles-words.ts';
import { oneOf } from '../../src/lang/params.ts';

export default command({
  path: 'reflect.glyphs',
  asks: 'What does each head do, and did it do it here?',
  example: '.p/reflect.glyphs{scope=prompt} When Mary and John went to the store, John gave a drink to',
  params: {
    scope: oneOf(
      ['prompt', 'model'],
      'The map of a prompt: each head’s role, whether it did it there, what that did to the answer; or roles alone, measured on random tokens.',
    ).default('prompt'),
  },
  needs: 'prompt',
  needsWith: ({ scope }) => scope,
  find: async (ask, { scope }) => (scope === 'model' ? [await headRoles(ask)] : await glyphMap(ask)),
  show: (reply, { scope }) => (scope === 'model' ? rolesFigure(reply) : glyphMapFigure(reply)),
  say: (reply, { scope }) =>
    (scope === 'model' ? rolesWords(findingOf(reply, 'roles')) : glyphMapWords(reply)).join('\n'),
});
