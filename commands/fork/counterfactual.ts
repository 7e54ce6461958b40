import { command } from '../../src/dispatch/command.ts';
import { interventionReport } from '../../src/dispatch/intervene-report.ts';
import { comparisonFigure } from '../../src/figure/comparison.ts';
import { comparisonWords } from '../../src/figure/comparison-words.ts';
import { heads, list, oneOf, scales, text } from '../../src/lang/params.ts';

export default command({
  path: 'fork.counterfactual',
  asks: 'What would the model say if a part of it, or a word, were another?',
  example: '.p/fork.counterfactual{replace="France->Italy"} The capital of France is',
  params: {
    ablate: heads('Heads and MLPs to silence: [L5H1, M3], at some positions L5H1@4, M3@2..6.', {
      positions: true,
    }).default([]),
    replace: list(
      text('A word, an arrow, another word.', { maxLength: 200 }),
      'Words to exchange: "France->Italy", or several in brackets.',
      { maxItems: 10 },
    ).default([]),
    scale: scales('Factors on what heads and MLPs put out: {L5H1: 2, M3@4: 0.5}.', {
      positions: true,
    }).default({}),
    baseline: oneOf(
      ['auto', 'counterfactual', 'mean', 'zero'],
      'What ablated parts put out instead: patched from a counterfactual found for the prompt, the mean over corrupted versions of it, zero; auto takes the first there is.',
    ).default('auto'),
  },
  needs: 'prompt',
  find: (ask, args) => interventionReport(ask, args),
  show: (reply) => comparisonFigure(reply),
  say: (reply) => comparisonWords(reply).join(' '),
});
