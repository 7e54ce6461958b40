import { channelCommand } from '../../src/dispatch/command.ts';
import { sessionFinding } from '../../src/dispatch/session-show.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { sessionFigure } from '../../src/figure/session.ts';
import { sessionWords } from '../../src/figure/session-words.ts';
import { count } from '../../src/lang/params.ts';

export default channelCommand({
  path: 'session.show',
  asks: 'Who takes part here, and what was asked?',
  example: '.p/session.show',
  params: { turns: count(1, 50, 'Turns listed, the newest.').default(10) },
  needs: 'channel',
  find: async (here, { turns }) => ({ findings: [await sessionFinding(here, turns)] }),
  show: (reply) => sessionFigure(reply),
  say: (reply) => sessionWords(findingOf(reply, 'session')),
});
