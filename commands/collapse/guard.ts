import { channelGuards } from '../../src/dispatch/channel-guards.ts';
import { channelCommand } from '../../src/dispatch/command.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { guardsWords } from '../../src/figure/guard-words.ts';
import { TRIGGERS } from '../../src/kernel/guard.ts';
import { oneOf } from '../../src/lang/params.ts';

export default channelCommand({
  path: 'collapse.guard',
  asks: 'Which guards against collapse does this channel keep?',
  example: '.p/collapse.guard{off=all}',
  params: {
    off: oneOf([...TRIGGERS, 'all'], 'A guard to take off; without it they are only listed.').optional(),
  },
  needs: 'channel',
  find: async (here, { off }) => ({ findings: [await channelGuards(here, off)] }),
  say: (reply) => guardsWords(findingOf(reply, 'guards')),
});
