import { z } from 'zod';
import { finding, LOGITS, n, positionOf, token } from './pieces.ts';

const PROB = 'probability, 0 to 1';
const measured = z.strictObject({ score: n(`summed, ${LOGITS}`), effect: n(`exact, ${LOGITS}`) });

const driver = z.strictObject({
  node: z
    .string()
    .describe('L5H1@7 head, M5@7 MLP; all heads or MLPs at a token L*H*@7, M*@7; a token hidden T@7'),
  score: n(`(own − counterfactual output) · gradient, ${LOGITS}`).optional(),
  effect: n(`the branch’s metric minus the metric with this ablated, ${LOGITS}`),
  reads: z
    .strictObject({ position: positionOf('carried from most'), share: n('of all a head carries, 0 to 1') })
    .optional(),
});

const together = z
  .strictObject({
    drivers: z.int().describe('ablated at once: those for the branch'),
    units: z.int().describe('heads and MLPs, or tokens, that they are'),
    effect: n(LOGITS),
    share: n('of the metric’s way from everything ablated to nothing; null: no such way').nullable(),
    random: z
      .strictObject({ n: z.int(), median: n(LOGITS), p95: n(LOGITS) })
      .nullable()
      .describe('effects of random sets of as many units of the same kinds'),
  })
  .nullable();

const branch = z.strictObject({
  token,
  prob: n(PROB),
  logit: n(LOGITS),
  continuation: z
    .strictObject({
      text: z.string(),
      tokens: z.array(token),
      ended: z.enum(['end-token', 'stop', 'length']),
    })
    .describe('what the model writes on after this word, greedily'),
  metric: n(`logit minus the mean logit of the other branches, ${LOGITS}`),
  empty: n(`the same with every source ablated, ${LOGITS}`).nullable(),
  drivers: z.array(driver).describe('largest exact effects, by size'),
  together,
  memory: z
    .strictObject({ recall: measured, context: measured })
    .optional()
    .describe('all MLPs, and all heads, ablated at once'),
});

/** See src/analysis/branches-finding.ts. */
export const branches = finding('branches', {
  position: positionOf('whose next token is asked about'),
  sources: z.enum(['all', 'heads', 'mlps', 'tokens', 'memory']),
  branches: z.array(branch).min(2).describe('likeliest first'),
  rest: n(`${PROB}, of all other words`),
  ablation: z.string().nullable().describe('what an ablated source puts out instead; null: none was'),
  subject: z.array(positionOf('differs in the counterfactual')),
  agreement: z
    .strictObject({ r: n('Pearson, scores against exact effects').nullable(), nodes: z.int() })
    .optional(),
});
