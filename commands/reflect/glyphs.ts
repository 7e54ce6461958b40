import { command } from '../../src/dispatch/command.ts';
import { headRoles } from '../../src/dispatch/head-roles.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { rolesFigure } from '../../src/figure/roles.ts';
import { rolesWords } from '../../src/figure/roles-words.ts';
import { oneOf } from '../../src/lang/params.ts';

export default command({
  path: 'reflect.glyphs',
  asks: 'What does each head do?',
  example: '.p/reflect.glyphs{scope=model}',
  params: {
    scope: oneOf(['model'], 'What the roles are of: the model, measured on random tokens.').default('model'),
  },
  needs: 'model',
  find: async (ask) => [await headRoles(ask)],
  show: (reply) => rolesFigure(reply),
  say: (reply) => rolesWords(findingOf(reply, 'roles')).join('\n'),
});
