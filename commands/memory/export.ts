import { channelCommand } from '../../src/dispatch/command.ts';
import { exportMemory } from '../../src/dispatch/memory-export.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { exportedWords } from '../../src/figure/memory-words.ts';
import { oneOf } from '../../src/lang/params.ts';

export default channelCommand({
  path: 'memory.export',
  asks: 'What is remembered here, as a file?',
  example: '.p/memory.export{what=me}',
  params: {
    what: oneOf(['channel', 'me'], 'All of this channel and its threads, or what is your own.').default(
      'channel',
    ),
  },
  needs: 'channel',
  async find(here, { what }) {
    const { finding, file } = await exportMemory(here, what);
    return { findings: [finding], files: [file] };
  },
  say: (reply) => exportedWords(findingOf(reply, 'exported')),
});
