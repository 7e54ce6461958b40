import { listAnchors } from '../../src/dispatch/anchor-commands.ts';
import { channelCommand } from '../../src/dispatch/command.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { scaffoldFigure } from '../../src/figure/scaffold.ts';
import { scaffoldWords } from '../../src/figure/scaffold-words.ts';

export default channelCommand({
  path: 'anchor.list',
  asks: 'What does the model keep in mind in this channel?',
  example: '.p/anchor.list',
  params: {},
  needs: 'channel',
  find: async (here) => ({ findings: [await listAnchors(here)] }),
  show: (reply) => scaffoldFigure(reply),
  say: (reply) => scaffoldWords(findingOf(reply, 'scaffold')).join(' '),
});
