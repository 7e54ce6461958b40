import { channelCommand } from '../../src/dispatch/command.ts';
import { sessionFinding } from '../../src/dispatch/session-show.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { closedWords } from '../../src/figure/session-words.ts';

export default channelCommand({
  path: 'session.close',
  asks: 'May the session here end?',
  example: '.p/session.close',
  params: {},
  needs: 'channel',
  async find(here) {
    await here.session.people.close(here.person, here.now);
    return { findings: [await sessionFinding(here, 1)] };
  },
  say: (reply) => closedWords(findingOf(reply, 'session')),
});
