import { command } from '../../src/dispatch/command.ts';
import { recursionDepths } from '../../src/dispatch/recursion-sync.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { recursionFigure } from '../../src/figure/recursion.ts';
import { recursionWords } from '../../src/figure/recursion-words.ts';
import { count, countOr } from '../../src/lang/params.ts';

export default command({
  path: 'recursion.sync',
  aliases: ['synchronize.recursion.depth'],
  asks: 'At which layer have all its words settled, when it is fed its own answers?',
  example: '.p/recursion.sync{passes=4} The capital of France is Paris. The capital of Italy is',
  params: {
    target: countOr(
      ['auto'],
      0,
      200,
      'Layer by which all words are to have settled; auto: that by which nine of ten words of pass 1 have.',
    ).default('auto'),
    passes: count(1, 12, 'Answers, each fed back as the next question.').default(4),
  },
  needs: 'prompt',
  find: async (ask, { target, passes }) => [await recursionDepths(ask, target, passes)],
  show: (reply) => recursionFigure(reply),
  say: (reply) => recursionWords(findingOf(reply, 'recursion')).join(' '),
});
