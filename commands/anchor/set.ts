import { setAnchor } from '../../src/dispatch/anchor-commands.ts';
import { channelCommand } from '../../src/dispatch/command.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { scaffoldFigure } from '../../src/figure/scaffold.ts';
import { scaffoldWords } from '../../src/figure/scaffold-words.ts';
import { number, text } from '../../src/lang/params.ts';

export default channelCommand({
  path: 'anchor.set',
  asks: 'What should the model keep in mind in this channel?',
  example: '.p/anchor.set{name=home} Anna lives in Paris.',
  params: {
    name: text('What the anchor is called here; a name that is there already begins anew.', {
      maxLength: 40,
    }),
    text: text('What to keep in mind; may stand behind the command instead.', { maxLength: 400 }).optional(),
    persistence: number(
      0,
      1,
      'What is left of its weight after each answer; below a weight of .1 it enters no more.',
    ).default(0.92),
  },
  needs: 'channel',
  find: async (here, { name, text: told, persistence }, behind) => ({
    findings: [await setAnchor(here, { name, text: told ?? behind, persistence })],
  }),
  show: (reply) => scaffoldFigure(reply),
  say: (reply) => scaffoldWords(findingOf(reply, 'scaffold')).join(' '),
});
