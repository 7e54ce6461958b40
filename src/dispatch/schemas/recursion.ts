import { z } from 'zod';
import { finding, n, token } from './pieces.ts';

const layer = z.int().min(0);

export const recursion = finding('recursion', {
  form: z
    .enum(['chat', 'continuation'])
    .describe('an answer is fed back as a message, or as text to be written on'),
  lens: z.enum(['logit', 'linear']).describe('that the depths come from'),
  layers: z.int().describe('of the model'),
  passes: z.array(
    z.strictObject({
      text: z.string(),
      tokens: z.array(
        token.extend({
          layer: layer.nullable().describe('at which it has settled; null: only in the last state'),
          own: z.boolean().describe('the written token is the model’s likeliest there'),
        }),
      ),
      all: layer.nullable().describe('at which all of them have; null: one only in the last state'),
      median: n('of their layers'),
      settled: n('share settled by the target, 0 to 1'),
    }),
  ),
  target: z.strictObject({ layer: layer.nullable(), from: z.enum(['auto', 'given']) }),
  synced: z.int().min(1).nullable().describe('first pass of which all words have settled by the target'),
  stays: z.boolean().describe('every later pass has, too'),
  ended: z.enum(['all', 'silence']),
  sampling: z.strictObject({ temperature: n('0 is greedy'), seed: z.int(), maxTokens: z.int() }),
});
