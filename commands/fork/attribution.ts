import { forkOf } from '../../src/dispatch/branches.ts';
import { command } from '../../src/dispatch/command.ts';
import { forkFigure } from '../../src/figure/fork.ts';
import { forkWords } from '../../src/figure/fork-words.ts';
import { count, flag, list, oneOf, text } from '../../src/lang/params.ts';

export default command({
  path: 'fork.attribution',
  asks: 'Which words may come next, and what drives each rather than the others?',
  example: '.p/fork.attribution{sources=all, visualize=true} The capital of France is',
  params: {
    sources: oneOf(
      ['all', 'heads', 'mlps', 'tokens', 'memory'],
      'What may drive a branch: heads and MLPs, tokens hidden one by one, or recall (MLPs) against context (heads).',
    ).default('all'),
    visualize: flag('Draw the fork tree; false gives words and JSON alone.').default(true),
    k: count(2, 6, 'Likeliest next words taken as branches.').default(3),
    between: list(
      text('A next word.', { maxLength: 60 }),
      'Words that are the branches, instead of the likeliest k.',
      {
        minItems: 2,
        maxItems: 6,
      },
    ).optional(),
  },
  needs: 'prompt',
  find: (ask, { sources, k, between }) => forkOf(ask, { sources, k, between }),
  show: (reply, { visualize }) => (visualize ? forkFigure(reply) : undefined),
  say: (reply) => forkWords(reply).join('\n'),
});
