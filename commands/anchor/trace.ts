import { traceAnchors } from '../../src/dispatch/anchor-commands.ts';
import { command } from '../../src/dispatch/command.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { scaffoldFigure } from '../../src/figure/scaffold.ts';
import { scaffoldWords } from '../../src/figure/scaffold-words.ts';

const EXAMPLE = '.p/anchor.trace The city where Anna lives is';

export default command({
  path: 'anchor.trace',
  asks: 'How much did each anchor move the answer?',
  example: EXAMPLE,
  params: {},
  needs: 'session',
  find: (ask) => traceAnchors(ask, EXAMPLE),
  show: (reply) => scaffoldFigure(reply),
  say: (reply) => scaffoldWords(findingOf(reply, 'scaffold')).join(' '),
});
