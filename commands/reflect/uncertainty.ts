import { command } from '../../src/dispatch/command.ts';
import { uncertainty } from '../../src/dispatch/uncertainty.ts';
import { uncertaintyFigure } from '../../src/figure/uncertainty.ts';
import { uncertaintyWords } from '../../src/figure/uncertainty-words.ts';
import { count } from '../../src/lang/params.ts';

export default command({
  path: 'reflect.uncertainty',
  asks: 'How sure is the model, and what is each measure of that worth?',
  example: '.p/reflect.uncertainty The capital of France is',
  params: {
    samples: count(2, 32, 'Answers sampled, at temperature 1.').default(8),
  },
  needs: 'prompt',
  find: async (ask, { samples }) => [await uncertainty(ask, { samples, temperature: 1, longest: 12 })],
  show: (reply) => uncertaintyFigure(reply),
  say: (reply) => uncertaintyWords(reply).join('\n'),
});
