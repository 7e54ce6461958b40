import { command } from '../../src/dispatch/command.ts';
import { measureHead } from '../../src/dispatch/measure-head.ts';
import { headFigure } from '../../src/figure/head.ts';
import { headWords } from '../../src/figure/head-words.ts';
import { autoOr, countOr } from '../../src/lang/params.ts';

export default command({
  path: 'reflect.head',
  asks: 'What does one head do here: where does it look and why, what does it write, what did that change?',
  example: '.p/reflect.head{head=auto} The capital of France is',
  params: {
    head: autoOr('The head, such as L5H1; auto takes the one with the largest score on this prompt.'),
    at: countOr(
      ['last'],
      0,
      100_000,
      'The token that looks, by its position; last is the one that answers.',
    ).default('last'),
    token: autoOr('The next token that its effect is measured on; auto takes the likeliest.'),
    against: autoOr('Its rival, or a prompt of equal length to compare with; auto finds one.', ['none']),
  },
  needs: 'prompt',
  find: (ask, asked) => measureHead(ask, asked),
  show: (reply) => headFigure(reply),
  say: (reply) => headWords(reply),
});
