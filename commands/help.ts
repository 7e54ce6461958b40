import { wordsCommand } from '../src/dispatch/command.ts';
import { helpFinding } from '../src/dispatch/help.ts';
import { findingOf } from '../src/figure/finding-of.ts';
import { helpWords } from '../src/figure/help-words.ts';

export default wordsCommand({
  path: 'help',
  asks: 'What can be asked, and how?',
  example: '.p/help reflect.trace',
  params: {},
  needs: 'nothing',
  find: (commands, _args, text) => [helpFinding(commands, text.trim())],
  say: (reply) => helpWords(findingOf(reply, 'help')),
});
