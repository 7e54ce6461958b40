import { holderOf } from '../../src/dispatch/channel-holder.ts';
import { changeLimits } from '../../src/dispatch/channel-limit.ts';
import { channelCommand } from '../../src/dispatch/command.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { limitsWords } from '../../src/figure/limits-words.ts';
import { countOr, oneOf, text } from '../../src/lang/params.ts';

export default channelCommand({
  path: 'channel.limit',
  asks: 'How much may be asked here, and by whom?',
  example: '.p/channel.limit{runs=6, prompt=400, samples=8}',
  params: {
    runs: countOr(['none'], 1, 1000, 'Turns within any minute; none takes the limit away.').optional(),
    prompt: countOr(['none'], 1, 4000, 'Characters of a prompt; none takes the limit away.').optional(),
    samples: countOr(['none'], 1, 100, 'Continuations that one command may draw.').optional(),
    allowed: oneOf(
      ['true', 'false', 'none'],
      'Whether one may ask at all; of a person or role it goes over the channel’s.',
    ).optional(),
    of: oneOf(['channel', 'role', 'person'], 'Whose limits.').default('channel'),
    id: text('The role or person: a mention or an id; a person left out is who asks.', {
      maxLength: 200,
    }).optional(),
  },
  needs: 'channel',
  async find(here, { runs, prompt, samples, allowed, of, id }) {
    const holder = holderOf({ of, ...(id !== undefined && { id }) }, here);
    const finding = await changeLimits(here, holder, {
      ...(runs !== undefined && { runsPerMinute: runs }),
      ...(prompt !== undefined && { promptLength: prompt }),
      ...(samples !== undefined && { samples }),
      ...(allowed !== undefined && { allowed: allowed === 'none' ? allowed : allowed === 'true' }),
    });
    return { findings: [finding] };
  },
  say: (reply) => limitsWords(findingOf(reply, 'limits')),
});
