import { z } from 'zod';
import { MEASURES } from '../../analysis/samples-finding.ts';
import { finding, n, positionOf, token } from './pieces.ts';

const PROB = 'probability, 0 to 1';
export const clusters = z.array(
  z.strictObject({
    text: z.string().describe('the first of its answers'),
    members: z.array(z.int().min(0)).describe('which of the samples'),
    p: n('share of the samples, 0 to 1'),
  }),
);
export const interval = z.strictObject({ low: n('nats'), high: n('nats') }).describe('bootstrap, 95 %');
const layer = z.int().nullable().describe('from which it leads for good; null: only in the last state');

export const next = z.strictObject({
  token,
  prob: n(PROB),
  entropy: n('of the whole distribution, nats'),
  margin: n('first minus second, logits'),
  settle: layer,
  top: z.array(token.extend({ prob: n(PROB) })),
});

export const answer = z
  .strictObject({
    text: z.string(),
    ended: z.enum(['end-token', 'stop', 'length']),
    tokens: z.array(token.extend({ prob: n(PROB), entropy: n('nats'), settle: layer })),
    logProb: n('of all its tokens, nats'),
  })
  .describe('at temperature 0');

export const lens = z.enum(['linear', 'logit']).describe('that settle depths come from');

export const worth = z.strictObject({
  measure: z.enum(MEASURES),
  auroc: n('known against unknown questions; 1 tells them apart always, .5 is chance'),
  low: n('bootstrap, 95 %'),
  high: n('bootstrap, 95 %'),
  known: z.strictObject({ n: z.int(), median: n('in the unit of the measure') }),
  unknown: z.strictObject({ n: z.int(), median: n('in the unit of the measure') }),
  adds: z
    .strictObject({ value: n('AUROC'), low: n('AUROC'), high: n('AUROC') })
    .nullable()
    .describe('with next-token entropy together, minus that alone, cross-validated; bootstrap, 95 %'),
});

const span = z.strictObject({ from: positionOf('its first token'), to: positionOf('behind its last') });

const side = z.strictObject({
  prompt: z.strictObject({ text: z.string(), tokens: z.array(token) }).describe('as the model read it'),
  evidence: span.nullable(),
  texts: z.array(z.string()),
  clusters,
  entropy: n('discrete, over the clusters, nats'),
  interval,
  next,
  answer,
  lens,
  lookback: z
    .strictObject({
      heads: z.array(z.array(n('0 to 1'))).describe('by layer and head, to all before the answer'),
      mean: n('over heads'),
      evidence: n('to the evidence alone, mean over heads').nullable(),
    })
    .nullable(),
  effect: z
    .strictObject({
      hidden: n('log-probability of the answer with the evidence hidden, nats'),
      value: n('what hiding it costs, nats'),
    })
    .nullable(),
});

/** See src/analysis/samples-finding.ts. */
export const samples = finding('samples', {
  texts: z.array(z.string()).describe('without evidence'),
  clusters,
  entropy: n('discrete, over the clusters without evidence, nats'),
  form: z.enum(['plain', 'chat']),
  temperature: n('of the softmax'),
  seed: z.int(),
  longest: z.int().describe('tokens of an answer at most'),
  without: side,
  with: side.nullable(),
  worth: z.array(worth),
});
