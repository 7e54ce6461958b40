import { z } from 'zod';
import type { Finding } from '../analysis/findings.ts';
import { LENSES } from '../analysis/lens.ts';
import type { Reply } from '../kernel/reply.ts';
import { branches } from './schemas/branches.ts';
import { conflict } from './schemas/conflict.ts';
import { exported, forgotten } from './schemas/forgotten.ts';
import { glyphMap } from './schemas/glyph-map.ts';
import { guards } from './schemas/guards.ts';
import { head } from './schemas/head.ts';
import { help } from './schemas/help.ts';
import { influence } from './schemas/influence.ts';
import { intervention } from './schemas/intervention.ts';
import { limits } from './schemas/limits.ts';
import { log, logFile } from './schemas/log.ts';
import { models } from './schemas/models.ts';
import { finding, LOGITS, metric, n, node, positionOf, pushed, scored, token } from './schemas/pieces.ts';
import { recursion } from './schemas/recursion.ts';
import { residue } from './schemas/residue.ts';
import { roles } from './schemas/roles.ts';
import { said } from './schemas/said.ts';
import { samples } from './schemas/samples.ts';
import { scaffold } from './schemas/scaffold.ts';
import { self } from './schemas/self.ts';
import { session, shared } from './schemas/session.ts';
import { trajectory } from './schemas/trajectory.ts';
import { uncertainty } from './schemas/uncertainty.ts';

const next = finding('next', {
  token,
  logit: n(LOGITS),
  prob: n('probability, 0 to 1'),
  entropy: n('of the whole next-token distribution, nats'),
  top: z.array(scored),
});

const direct = finding('direct', {
  metric,
  parts: z.array(z.strictObject({ node, score: n(LOGITS) })).describe('all of them'),
  paths: z
    .array(z.strictObject({ node, from: positionOf('the token read'), score: n(LOGITS) }))
    .describe('a head’s part split by the token it read'),
  sum: n(`of all parts, ${LOGITS}`),
  error: n(`sum − metric.value, ${LOGITS}`),
});

const attention = finding('attention', {
  position: positionOf('the looking token'),
  heads: z.array(
    z.strictObject({
      head: z.string(),
      pattern: z.array(n('softmax attention')).describe('by key position; sums to 1'),
      weighted: z.array(n('share of what is carried')).describe('by key position; sums to 1'),
      score: n(`direct, ${LOGITS}`),
    }),
  ),
  sinks: z.array(positionOf('looked at, carrying little')),
});

const writes = finding('writes', {
  position: positionOf('where the heads write'),
  heads: z.array(
    z.strictObject({
      head: z.string(),
      score: n(`direct, ${LOGITS}`),
      up: z.array(pushed),
      down: z.array(pushed),
      from: z.array(n(LOGITS)).describe('score by the token read'),
    }),
  ),
});

const attribution = finding('attribution', {
  metric,
  nodes: z.array(
    z.strictObject({ id: node, score: n(LOGITS), effect: n(`of an exact ablation, ${LOGITS}`).optional() }),
  ),
  edges: z.array(
    z.strictObject({
      from: node,
      to: node,
      score: n(LOGITS),
      via: z
        .enum(['query', 'key', 'value', 'mlp', 'logit'])
        .optional()
        .describe('how the sender reaches the receiver'),
    }),
  ),
  shown: z.strictObject({
    nodes: z.int(),
    ofNodes: z.int(),
    edges: z.int(),
    ofEdges: z.int(),
    share: n('of Σ|score| over all edges into the drawn nodes, 0 to 1'),
  }),
  rules: z.string().describe('under which scores were taken'),
  agreement: z
    .strictObject({ r: n('Pearson, scores against exact effects').nullable(), nodes: z.int() })
    .optional(),
  completeness: z
    .strictObject({
      sum: n(`of the embeddings' scores, ${LOGITS}`),
      way: n(`of the metric from counterfactual to prompt, ${LOGITS}`),
      points: z.int().describe('between the two prompts'),
    })
    .optional(),
  cancelling: z
    .array(
      z.strictObject({
        nodes: z.tuple([node, node]),
        together: n(`exact effect of ablating both, ${LOGITS}`),
      }),
    )
    .optional()
    .describe('nodes that undo one another'),
});

const share = (of: string) =>
  n(`${of}; 1 is all of the metric's way from the counterfactual to the prompt`).nullable();

const counterfactual = finding('counterfactual', {
  source: z.enum(['auto', 'given', 'corrupted mean']),
  text: z.string().describe('the edited prompt; of a corrupted mean its first version'),
  tokens: z.array(token),
  edits: z.array(z.strictObject({ position: positionOf('the token exchanged'), from: token, to: token })),
  answer: token.extend({ prob: n('probability there, 0 to 1') }).describe('what the model says instead'),
  original: token
    .extend({ prob: n('probability in the prompt, 0 to 1'), after: n('in the counterfactual, 0 to 1') })
    .describe('the answer explained'),
  rank: n('(p(b) − p(a)) · √cos(answers) · √cos(words exchanged), below .1 is not clean'),
  tried: z.int().describe('prompts run to find it'),
  versions: z.int().describe('prompts whose node outputs are averaged'),
  rows: z.array(z.array(z.int().min(0))).describe('their token ids, each as long as the prompt'),
});

const receipt = finding('receipt', {
  metric,
  nodes: z.array(node),
  ofNodes: z.int(),
  empty: n(`all nodes ablated, ${LOGITS}`),
  circuit: n(`only these nodes live, ${LOGITS}`),
  complement: n(`only these nodes ablated, ${LOGITS}`),
  full: n(`the model as it is, ${LOGITS}`),
  sufficiency: share('(circuit − empty) / (full − empty)'),
  necessity: share('1 − (complement − empty) / (full − empty)'),
  random: z
    .strictObject({ n: z.int(), median: share('median'), p95: share('95th percentile'), seed: z.int() })
    .describe('sufficiency of random sets of the same size and kind'),
  ablation: z.string().describe('what ablated nodes put out instead'),
  grow: z.strictObject({
    share: n('sufficiency to reach'),
    nodes: z
      .int()
      .nullable()
      .describe('fewest nodes that reach it: the chosen ones in their order, then others by |score|'),
    tried: z.int().describe('sizes tried'),
  }),
});

const lensRows = z.array(
  z.strictObject({
    hook: z.string(),
    position: positionOf('the token read'),
    top: z.array(token.extend({ prob: n('probability, 0 to 1') })),
    answer: n('probability of the explained token, 0 to 1').optional(),
  }),
);

const lensSettles = z.array(
  z.strictObject({
    position: positionOf('the token read'),
    layer: z
      .int()
      .nullable()
      .describe('earliest layer from which the answer always leads; null: only the last state'),
    answer: token,
  }),
);

const lens = finding('lens', {
  lens: z.enum(LENSES).describe('that rows and settles come from'),
  rows: lensRows,
  settles: lensSettles,
  plain: z
    .strictObject({ rows: lensRows, settles: lensSettles })
    .describe('the plain logit lens on the same states')
    .optional(),
});

const model = finding('model', { facts: z.array(z.strictObject({ label: z.string(), value: z.string() })) });

/**
 * Every reply and finding as a schema: `dotp schema` prints it, tests hold real replies against it.
 * Units stand in the descriptions.
 */
export const replySchema = z
  .strictObject({
    command: z.string(),
    params: z.record(z.string(), z.unknown()).describe('all of them, defaults filled in'),
    model: z
      .strictObject({
        name: z.string(),
        family: z.string(),
        device: z.enum(['cpu', 'webgpu', 'cuda']),
        layers: z.int(),
        heads: z.int(),
        kvHeads: z.int(),
        width: z.int(),
        vocab: z.int(),
      })
      .nullable()
      .describe('null when the command needed no model'),
    prompt: z.strictObject({ text: z.string(), tokens: z.array(token) }),
    findings: z.array(
      z.discriminatedUnion('kind', [
        next,
        direct,
        attention,
        writes,
        attribution,
        counterfactual,
        receipt,
        branches,
        intervention,
        head,
        lens,
        model,
        help,
        residue,
        roles,
        glyphMap,
        recursion,
        trajectory,
        guards,
        influence,
        scaffold,
        said,
        samples,
        conflict,
        uncertainty,
        limits,
        log,
        logFile,
        models,
        forgotten,
        exported,
        self,
        session,
        shared,
      ]),
    ),
    pictures: z.array(
      z.strictObject({
        file: z.string(),
        width: z.int().describe('pixels'),
        height: z.int().describe('pixels'),
        alt: z.string().max(1024),
      }),
    ),
    text: z.string().describe('what the picture says, in words'),
    caveats: z.array(z.string()),
    timing: z.strictObject({ queued: n('ms'), model: n('ms'), analysis: n('ms'), draw: n('ms') }),
  })
  .describe('One reply of dotp');

/** JSON Schema (2020-12) of a reply and every finding in it. */
export const replyJsonSchema = () => z.toJSONSchema(replySchema);

/** Whether something that was stored is a reply of this version. */
export const isReply = (value: unknown): value is Reply<Finding> => replySchema.safeParse(value).success;
