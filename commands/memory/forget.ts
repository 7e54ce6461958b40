import { channelCommand } from '../../src/dispatch/command.ts';
import { forget } from '../../src/dispatch/memory-forget.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { forgottenWords } from '../../src/figure/memory-words.ts';
import { flag, oneOf } from '../../src/lang/params.ts';

export default channelCommand({
  path: 'memory.forget',
  asks: 'What is remembered here, and may it be deleted?',
  example: '.p/memory.forget{what=thread}',
  params: {
    what: oneOf(
      ['channel', 'me', 'thread'],
      'The channel with its threads, all of you in this workspace, or this thread.',
    ),
    sure: flag('true deletes; without it I only say what would go.').default(false),
  },
  needs: 'channel',
  find: async (here, { what, sure }) => ({ findings: [await forget(here, what, sure)] }),
  say: (reply) => forgottenWords(findingOf(reply, 'forgotten')),
});
