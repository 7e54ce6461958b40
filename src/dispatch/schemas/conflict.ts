import { z } from 'zod';
import { finding, LOGITS, metric, n, node, positionOf, token } from './pieces.ts';

const rival = token.extend({
  prob: n('behind the evidence, 0 to 1'),
  without: n('without it, 0 to 1'),
});
const EFFECT = `what the metric loses without it, ${LOGITS}`;

const together = z
  .strictObject({
    components: z.array(node),
    effect: n(EFFECT),
    random: z.strictObject({ n: z.int(), low: n(LOGITS), high: n(LOGITS) }),
  })
  .nullable();

/** See src/analysis/conflict-finding.ts. */
export const conflict = finding('conflict', {
  context: rival,
  memory: rival,
  metric,
  tokens: z.array(token),
  baseline: z.strictObject({
    source: z.enum(['auto', 'corrupted mean']),
    text: z.string(),
    edits: z.array(z.strictObject({ position: positionOf('the token exchanged'), from: token, to: token })),
    metric: n(LOGITS),
    versions: z.int(),
  }),
  components: z
    .array(z.strictObject({ id: node, score: n(LOGITS), effect: n(EFFECT) }))
    .describe('at all positions; above 0 for the context, below for memory'),
  ofComponents: z.int(),
  contextTogether: together,
  memoryTogether: together,
  agreement: z.strictObject({ r: n('Pearson').nullable(), nodes: z.int() }),
});
