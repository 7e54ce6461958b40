import { z } from 'zod';
import { finding, n } from './pieces.ts';

const id = z.string().describe('of a node: n1 is the first piece');
const effect = n('that seeing it adds to the log-odds of the other, nats; the mean over the masks');
const error = n('jackknife standard error, nats').nullable().describe('null: the masks are too few for one');
const link = z.strictObject({ from: id, to: id, effect, error });

export const influence = finding('influence', {
  of: z.enum(['messages', 'sentences', 'anchors']),
  nodes: z
    .array(
      z.strictObject({
        id,
        text: z.string(),
        role: z.enum(['person', 'model', 'sentence', 'anchor']),
        after: id.optional().describe('the piece it goes on from, never hidden from it'),
        anchor: z
          .strictObject({
            name: z.string(),
            turns: z.int().min(0).describe('answers since it was set'),
            persistence: n('what is left of the weight after each answer, 0 to 1'),
            weight: n('persistence^turns, 0 to 1'),
          })
          .optional(),
      }),
    )
    .describe('pieces in the order in which they were read'),
  links: z
    .array(link)
    .describe('as drawn: above their error, and no small part of the largest to the same piece'),
  weak: z.array(link).describe('measured and not drawn'),
  pairs: z
    .array(
      z.strictObject({ from: z.tuple([id, id]), to: id, effect: n('of both beyond the sum, nats'), error }),
    )
    .describe('pieces that do not add up: below 0 either is enough, above 0 it takes both'),
  fits: z
    .array(
      z.strictObject({
        to: id,
        sources: z.int().min(1).describe('pieces that may be hidden'),
        masks: z.int().describe('different ones'),
        fitted: z.int().describe('masks that the fit saw'),
        heldOut: z.strictObject({
          masks: z.int().describe('that it did not see'),
          r: n('Pearson, fit against model on those').nullable(),
          additive: n('the same without pairs').nullable(),
        }),
        value: n('log-odds with everything visible, nats'),
        alone: n('log-odds with every source hidden, nats'),
        prob: n('with everything visible, 0 to 1'),
        probAlone: n('with every source hidden, 0 to 1'),
        tokens: z.int().describe('measured'),
        ofTokens: z.int().describe('of the piece'),
        own: z.boolean().describe('each measured token is the model’s likeliest'),
        doubts: z.array(z.string()).describe('why the links to it may mislead'),
      }),
    )
    .describe('one for each piece that is explained'),
  rule: z
    .strictObject({
      errors: n('standard errors that a drawn effect exceeds'),
      share: n('of the largest effect on the same piece'),
      least: n('nats'),
      fit: n('Pearson’s r of the fit on unseen masks, at least'),
    })
    .describe('what a link must be to be drawn'),
  masks: z.strictObject({ runs: z.int(), keep: n('share of pieces left visible'), seed: z.int() }),
  form: z.enum(['chat', 'text']).describe('in the chat template, or as running text'),
});
