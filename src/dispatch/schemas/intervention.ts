import { z } from 'zod';
import { finding, LOGITS, metric, n, node, positionOf, token } from './pieces.ts';

const PROB = 'probability, 0 to 1';
const one = z.strictObject({ logit: n(LOGITS), prob: n(PROB) });

const side = z.strictObject({
  answer: token.extend({ prob: n(PROB), logit: n(LOGITS) }).describe('the likeliest next token'),
  entropy: n('of the whole next-token distribution, nats'),
  metric,
});

const component = z.strictObject({
  name: z.string().describe('L5H1 or M3'),
  from: positionOf('first position edited, in the edited prompt'),
  to: positionOf('last position edited'),
  gain: n('out ← gain · out + (1 − gain) · baseline; 0 is an ablation'),
  kind: z.enum(['ablated', 'scaled']),
});

export const intervention = finding('intervention', {
  edits: z.array(z.string()).describe('each edit in words'),
  components: z.array(component),
  baseline: z
    .strictObject({ source: z.enum(['counterfactual', 'mean', 'zero']), words: z.string() })
    .nullable()
    .describe('what ablated components put out instead'),
  replaced: z.array(
    z.strictObject({ from: z.string(), to: z.string(), times: z.int().describe('occurrences exchanged') }),
  ),
  exchanged: z
    .array(
      z.strictObject({ position: positionOf('of the prompt'), from: z.array(token), to: z.array(token) }),
    )
    .describe('runs of tokens that differ'),
  text: z.string().describe('the prompt after the edit'),
  tokens: z.array(token),
  before: side,
  after: side,
  kl: n('KL(before ‖ after) of the next token, nats'),
  words: z.array(token.extend({ before: one, after: one })).describe('the leading words of both sides'),
  parts: z
    .array(
      z.strictObject({
        node: node.describe('a component at the answering position, without it'),
        before: n(LOGITS),
        after: n(LOGITS),
        change: n(`after − before · σ_before / σ_after, ${LOGITS}`),
        moved: n('‖output after − before‖ / ‖before‖; heads as z').nullable(),
      }),
    )
    .describe('direct logit attribution of both runs'),
  changes: z.strictObject({
    own: n(`of the edited components, ${LOGITS}`),
    others: n(`of all other components, ${LOGITS}`),
    norm: n(`of the final norm’s scale alone, ${LOGITS}`),
    error: n(`own + others + norm − change of the metric, ${LOGITS}`),
  }),
  controls: z.array(
    z.strictObject({
      of: z.enum(['components', 'words']),
      drawn: z.string(),
      kl: n('of the components on the edited words, or of the words alone; nats'),
      n: z.int(),
      median: n('KL, nats'),
      p95: n('KL, nats'),
      atLeast: n('share of the drawn edits whose KL is at least as large'),
    }),
  ),
});
