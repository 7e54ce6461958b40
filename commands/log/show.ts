import { channelCommand } from '../../src/dispatch/command.ts';
import { logFinding } from '../../src/dispatch/log-show.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { logWords } from '../../src/figure/log-words.ts';
import { timelineFigure } from '../../src/figure/timeline.ts';
import { count, oneOf, text } from '../../src/lang/params.ts';

export default channelCommand({
  path: 'log.show',
  asks: 'How did a measured number change over the answers here?',
  example: '.p/log.show{metric=next.entropy, last=50}',
  params: {
    metric: text(
      'The number: its name, or the part of it that no other has. Without one I list what there is.',
      {
        maxLength: 80,
      },
    ).optional(),
    last: count(2, 1000, 'Answers shown, the newest.').default(50),
    over: oneOf(['session', 'channel'], 'This thread, or the channel with all its threads.').default(
      'session',
    ),
  },
  needs: 'channel',
  find: async (here, { metric, ...rest }) => ({
    findings: [await logFinding(here, { ...rest, ...(metric !== undefined && { metric }) })],
  }),
  show: (reply) => timelineFigure(reply),
  say: (reply) => logWords(findingOf(reply, 'log')),
});
