import { command } from '../../src/dispatch/command.ts';
import { thoughtWeb } from '../../src/dispatch/thought-web.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { webFigure } from '../../src/figure/web.ts';
import { webWords } from '../../src/figure/web-words.ts';
import { autoOr, oneOf } from '../../src/lang/params.ts';

const EXAMPLE =
  '.p/thought.web{nodes=sentences} Anna lives in Paris. Tom lives in Rome. The city where Anna lives is';

export default command({
  path: 'thought.web',
  asks: 'Which earlier piece moved which later one?',
  example: EXAMPLE,
  params: {
    nodes: oneOf(
      ['messages', 'sentences', 'anchors'],
      'What the pieces are: messages, a line each where a text is typed; sentences; or the channel’s anchors.',
    ).default('messages'),
    answer: autoOr('Words to explain behind a typed text; auto takes what the model says itself.'),
  },
  needs: 'session',
  find: async (ask, { nodes, answer }) => [await thoughtWeb(ask, { nodes, answer, example: EXAMPLE })],
  show: (reply) => webFigure(reply),
  say: (reply) => webWords(findingOf(reply, 'influence')).join(' '),
});
