import { z } from 'zod';
import { ROLES } from '../../analysis/roles-finding.ts';
import { finding, LOGITS, metric, n, positionOf, pushed } from './pieces.ts';

const SOFTMAX = 'logits of the softmax over keys';
const part = z
  .string()
  .describe('E embedding, L3H2 a head, M4 an MLP, B output biases of earlier layers, bias the head’s own');
const parts = z.array(z.strictObject({ part, score: n(SOFTMAX) }));

const why = z.strictObject({
  key: positionOf('the most looked-at token, value-weighted, no sink'),
  reference: z.array(positionOf('a token whose mean is subtracted')),
  score: n(`of that key, ${SOFTMAX}`),
  mean: n(`over the reference, ${SOFTMAX}`),
  pairs: z
    .array(z.strictObject({ query: part, key: part, score: n(SOFTMAX) }))
    .describe('largest first; with rest they sum to score − mean'),
  ofPairs: z.int(),
  rest: n(`of the pairs not listed, ${SOFTMAX}`),
  table: z
    .strictObject({
      queries: z.array(part),
      keys: z.array(part),
      scores: z.array(z.array(n(SOFTMAX))).describe('[query][key], last row and column: all others'),
    })
    .describe('leading parts of both sides; sums to score − mean'),
  byQuery: parts.describe('pairs summed over key parts'),
  byKey: parts.describe('pairs summed over query parts'),
  error: n('largest |Σ parts − hook_attn_scores|, of the largest score'),
});

const copying = z.strictObject({
  share: n('of tokens whose own logit is raised most among them, 0 to 1'),
  lowers: n('of tokens whose own logit is lowered most among them, 0 to 1'),
  null99: n('99th percentile of either with the tokens’ names shuffled, 0 to 1'),
  tokens: z.int(),
});

const effects = { here: n(`ablated at the position, ${LOGITS}`), everywhere: n(`at every token, ${LOGITS}`) };

export const head = finding('head', {
  head: z.string(),
  chosen: z.enum(['given', 'auto']),
  position: positionOf('the looking and writing token'),
  metric,
  look: z.strictObject({
    pattern: z.array(n('softmax attention')).describe('by key position; sums to 1'),
    weighted: z.array(n('share of what is carried')).describe('by key position; sums to 1'),
    sinks: z.array(positionOf('looked at, carrying little')),
  }),
  why: why.nullable(),
  writes: z.strictObject({
    up: z.array(pushed),
    down: z.array(pushed),
    direct: n(`added to the metric, ${LOGITS}`).nullable(),
    from: z.array(n(LOGITS)).describe('`direct` by the token read'),
    would: z
      .array(z.strictObject({ position: positionOf('a token looked at'), up: z.array(pushed) }))
      .describe('written were this the only token looked at'),
  }),
  copying: z.strictObject({
    anywhere: copying.describe('tokens of the whole vocabulary, each its bare embedding'),
    here: copying.describe('the prompt’s different tokens, as they are at this layer'),
  }),
  role: z
    .strictObject({
      role: z.enum([...ROLES, 'none']),
      score: n('of the role, 0 to 1'),
      null99: n('99th percentile of its null, 0 to 1'),
      also: z.array(z.enum(ROLES)),
    })
    .nullable()
    .describe('on random tokens; null where .p/reflect.glyphs was not asked yet'),
  effect: z.strictObject({
    ablation: z.string().describe('what the ablated head puts out instead'),
    ...effects,
    score: n(`path-averaged, at the position, ${LOGITS}`).nullable(),
    scoreEverywhere: n(`path-averaged, all tokens, ${LOGITS}`).nullable(),
    control: z.array(z.strictObject({ head: z.string(), ...effects })).describe('other heads'),
  }),
});
