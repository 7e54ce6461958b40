import { channelCommand } from '../../src/dispatch/command.ts';
import { exportLog } from '../../src/dispatch/log-export.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { logFileWords } from '../../src/figure/log-words.ts';
import { oneOf, text } from '../../src/lang/params.ts';

export default channelCommand({
  path: 'log.export',
  asks: 'May I have the measured numbers as a table?',
  example: '.p/log.export{format=csv}',
  params: {
    format: oneOf(
      ['jsonl', 'csv', 'parquet'],
      'A line of JSON a number, a spreadsheet, or a column store.',
    ).default('jsonl'),
    metric: text('One number alone; without it all of them.', { maxLength: 80 }).optional(),
    over: oneOf(['session', 'channel'], 'This thread, or the channel with all its threads.').default(
      'session',
    ),
  },
  needs: 'channel',
  async find(here, { metric, ...rest }) {
    const { finding, file } = await exportLog(here, { ...rest, ...(metric !== undefined && { metric }) });
    return { findings: [finding], files: [file] };
  },
  say: (reply) => logFileWords(findingOf(reply, 'log-file')),
});
