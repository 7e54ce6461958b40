import { z } from 'zod';
import { finding, n, token } from './pieces.ts';
import { guardSetting } from './trajectory.ts';

const prob = n('probability at temperature 1, 0 to 1');

export const said = finding('said', {
  asked: z.string().describe('what the person wrote'),
  text: z.string().describe('the answer'),
  tokens: z
    .array(
      token.extend({
        prob,
        entropy: n('of the distribution it was taken from, nats').optional(),
        rival: token.extend({ prob }).optional().describe('the likeliest other token there'),
        apart: z
          .literal(true)
          .optional()
          .describe('the text before it, typed, would be read as other tokens than those that were written'),
      }),
    )
    .describe('of the answer, in order; what the model saw before them is reply.prompt'),
  ended: z
    .enum(['end', 'length', 'stopped', 'guard'])
    .describe('at an end token, at the most tokens, before an empty line, by a guard of the channel'),
  form: z.enum(['chat', 'continuation']).describe('in the chat template, or written on as text'),
  earlier: z
    .strictObject({
      seen: z.int().min(0),
      dropped: z.int().min(0),
      asked: z.array(z.string()).describe('those of people that were seen'),
    })
    .describe('messages before this one: in the prompt, and left out for want of room'),
  guards: z
    .array(
      z.strictObject({
        ...guardSetting,
        tripped: z
          .strictObject({ token: z.int().min(0), value: n('measured there') })
          .nullable()
          .describe('index of the answer’s token; null where it did not act'),
      }),
    )
    .optional()
    .describe('guards of the channel that watched it'),
  anchors: z
    .array(
      z.strictObject({
        name: z.string(),
        text: z.string(),
        turns: z.int().min(0).describe('answers since it was set'),
        persistence: n('what is left of the weight after each answer, 0 to 1'),
        weight: n('persistence^turns, 0 to 1'),
      }),
    )
    .optional()
    .describe('what the model was to keep in mind, as it entered the prompt'),
  sampling: z.strictObject({
    temperature: n('0 is greedy'),
    seed: z.int(),
    maxTokens: z.int().describe('that may be written'),
  }),
});
