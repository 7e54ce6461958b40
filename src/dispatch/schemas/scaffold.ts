import { z } from 'zod';
import { finding, n } from './pieces.ts';

export const scaffold = finding('scaffold', {
  anchors: z
    .array(
      z.strictObject({
        name: z.string(),
        text: z.string(),
        persistence: n('what is left of the weight after each answer, 0 to 1'),
        turns: z.int().min(0).describe('answers of the model in this channel since it was set'),
        weight: n('persistence^turns, 0 to 1'),
        effect: n('what seeing it added to the log-odds of the answer, nats').optional(),
        error: n('jackknife standard error, nats').nullable().optional(),
        moved: z.boolean().optional().describe('beyond its error and no small part of the largest effect'),
      }),
    )
    .describe('in the order of setting'),
  faded: n('weight below which an anchor enters no answer'),
  changed: z
    .strictObject({ name: z.string(), how: z.enum(['set', 'set anew', 'dropped']) })
    .nullable()
    .describe('just now'),
  answer: z
    .strictObject({
      asked: z.string().describe('empty: the thread’s last answer'),
      text: z.string(),
      r: n('Pearson, fit against model on masks it did not see').nullable(),
      value: n('log-odds with all anchors, nats'),
      alone: n('log-odds with none, nats'),
      prob: n('with all anchors, 0 to 1'),
      probAlone: n('with none, 0 to 1'),
      doubts: z.array(z.string()).describe('why the effects may mislead'),
    })
    .nullable()
    .describe('what they were measured on; null: nothing was measured'),
});
