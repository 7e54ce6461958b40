import { channelCommand } from '../../src/dispatch/command.ts';
import { sessionFinding } from '../../src/dispatch/session-show.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { leftWords } from '../../src/figure/session-words.ts';

export default channelCommand({
  path: 'session.leave',
  asks: 'May I leave the session here?',
  example: '.p/session.leave',
  params: {},
  needs: 'channel',
  async find(here) {
    await here.session.people.leave(here.person.id, here.now);
    return { findings: [await sessionFinding(here, 1)] };
  },
  say: (reply) => leftWords(findingOf(reply, 'session')),
});
