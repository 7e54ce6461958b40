import { dropAnchor } from '../../src/dispatch/anchor-commands.ts';
import { channelCommand } from '../../src/dispatch/command.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { scaffoldWords } from '../../src/figure/scaffold-words.ts';
import { text } from '../../src/lang/params.ts';

export default channelCommand({
  path: 'anchor.drop',
  asks: 'May the model let go of an anchor?',
  example: '.p/anchor.drop{name=home}',
  params: { name: text('The anchor’s name.', { maxLength: 40 }) },
  needs: 'channel',
  find: async (here, { name }) => ({ findings: [await dropAnchor(here, name)] }),
  say: (reply) => scaffoldWords(findingOf(reply, 'scaffold')).join(' '),
});
