import { changeLimits } from '../../src/dispatch/channel-limit.ts';
import { channelCommand } from '../../src/dispatch/command.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { quietWords } from '../../src/figure/limits-words.ts';
import { flag } from '../../src/lang/params.ts';

export default channelCommand({
  path: 'channel.quiet',
  asks: 'Should only what is addressed to the bot be answered here?',
  example: '.p/channel.quiet{on=true}',
  params: { on: flag('false answers again what is merely said in a session.').default(true) },
  needs: 'channel',
  async find(here, { on }) {
    const channel = { of: 'channel', id: here.channel } as const;
    return { findings: [await changeLimits(here, channel, { quiet: on ? true : 'none' })] };
  },
  say: (reply) => quietWords(findingOf(reply, 'limits')),
});
