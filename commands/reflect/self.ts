import { command } from '../../src/dispatch/command.ts';
import { measureSelf } from '../../src/dispatch/measure-self.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { selfFigure } from '../../src/figure/self.ts';
import { selfWords } from '../../src/figure/self-words.ts';
import { countOr } from '../../src/lang/params.ts';

export default command({
  path: 'reflect.self',
  asks: 'What does the model itself read in its hidden states: what a token is, and what it will say?',
  example: '.p/reflect.self When Mary and John went to the store, John gave a drink to',
  params: {
    layer: countOr(
      ['auto'],
      0,
      1000,
      'The layer whose words are shown; all are read, auto shows where each reading is strongest.',
    ).default('auto'),
    position: countOr(
      ['last'],
      0,
      100_000,
      'The token whose states are read, by its position; last is the one that answers.',
    ).default('last'),
  },
  needs: 'prompt',
  find: async (ask, asked) => [await measureSelf(ask, asked)],
  show: (reply) => selfFigure(reply),
  say: (reply) => selfWords(findingOf(reply, 'self')).join('\n'),
});
