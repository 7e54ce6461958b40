import { channelCommand } from '../../src/dispatch/command.ts';
import { shareSession } from '../../src/dispatch/session-share.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { sharedWords } from '../../src/figure/session-words.ts';

export default channelCommand({
  path: 'session.share',
  asks: 'May I have this session as one page to read and pass on?',
  example: '.p/session.share',
  params: {},
  needs: 'channel',
  async find(here) {
    const { finding, file } = await shareSession(here);
    return { findings: [finding], files: [file] };
  },
  say: (reply) => sharedWords(findingOf(reply, 'shared')),
});
